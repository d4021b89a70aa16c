import { expect, test } from 'vitest';
import { CHECKS_AT_ONCE, CHECKS_OF_ADDRESS, checkFloor, whyNoCheck } from './limits.ts';

const MEGABYTE = 1024 * 1024;
const floorBytes = checkFloor(256 * MEGABYTE);
const plenty = { freeBytes: 100_000 * MEGABYTE, floorBytes };

test('[C4] checks are bounded for the installation and for an address', () => {
	expect(whyNoCheck({ inAll: CHECKS_AT_ONCE - 1, ofAddress: 0 }, plenty)).toBeNull();
	expect(whyNoCheck({ inAll: CHECKS_AT_ONCE, ofAddress: 0 }, plenty)).toBe('check.busy');
	const school = { inAll: CHECKS_OF_ADDRESS, ofAddress: CHECKS_OF_ADDRESS };
	expect(whyNoCheck(school, plenty)).toBe('check.busy-here');
});

test('[C4] on a disk that is short no check begins, long before uploads of exams are refused', () => {
	const disk = (megabytes: number) => ({ freeBytes: megabytes * MEGABYTE, floorBytes });
	expect(whyNoCheck({ inAll: 0, ofAddress: 0 }, disk(1024 + 40))).toBeNull();
	expect(whyNoCheck({ inAll: 0, ofAddress: 0 }, disk(1024 + 39))).toBe('check.busy');
	// those that are open may still take what they may
	expect(whyNoCheck({ inAll: 10, ofAddress: 0 }, disk(1024 + 400))).toBe('check.busy');
});
