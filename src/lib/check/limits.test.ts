import { expect, test } from 'vitest';
import {
	CHECK_IDLE_MS,
	CHECK_LIFE_MS,
	CHECKS_AT_ONCE,
	CHECKS_OF_ADDRESS,
	checkFloor,
	OPENINGS_OF_ADDRESS,
	OPENINGS_WINDOW_MS,
	whyNoCheck
} from './limits.ts';

const MEGABYTE = 1024 * 1024;
const floorBytes = checkFloor(256 * MEGABYTE);
const plenty = { freeBytes: 100_000 * MEGABYTE, floorBytes };
const none = { inAll: 0, ofAddress: 0, lately: 0 };

test('[C4] checks are bounded for the installation and for an address', () => {
	expect(whyNoCheck({ ...none, inAll: CHECKS_AT_ONCE - 1 }, plenty)).toBeNull();
	expect(whyNoCheck({ ...none, inAll: CHECKS_AT_ONCE }, plenty)).toBe('check.busy');
	expect(whyNoCheck({ ...none, inAll: CHECKS_AT_ONCE, ofAddress: 5 }, plenty)).toBe('check.busy');
	const school = { ...none, inAll: CHECKS_OF_ADDRESS, ofAddress: CHECKS_OF_ADDRESS };
	expect(whyNoCheck(school, plenty)).toBe('check.busy-here');
});

test('[C4] what an address has opened lately counts although it has ended', () => {
	expect(whyNoCheck({ ...none, lately: OPENINGS_OF_ADDRESS - 1 }, plenty)).toBeNull();
	expect(whyNoCheck({ ...none, lately: OPENINGS_OF_ADDRESS }, plenty)).toBe('check.busy-here');
});

test('[C4] three addresses, or seven, that take all they can leave room for another; a school alone has all of its own', () => {
	const open: number[] = [];
	const inAll = (): number => open.reduce((sum, one) => sum + one, 0);
	for (let address = 0; address < 7; address++) {
		open[address] = 0;
		const mayOpen = (ofAddress: number): boolean =>
			whyNoCheck({ ...none, inAll: inAll(), ofAddress }, plenty) === null;
		while (mayOpen(open[address] ?? 0)) open[address] = (open[address] ?? 0) + 1;
		expect(whyNoCheck({ ...none, inAll: inAll() }, plenty)).toBeNull();
	}
	expect(open[0]).toBe(CHECKS_OF_ADDRESS);
});

test('[C4] an address that opens and sends nothing holds a small share of the places', () => {
	const held = (OPENINGS_OF_ADDRESS * CHECK_IDLE_MS) / OPENINGS_WINDOW_MS;
	expect(held).toBeLessThan(CHECKS_AT_ONCE / 7);
	expect(CHECK_IDLE_MS).toBeLessThan(CHECK_LIFE_MS);
});

test('[C4] on a disk that is short no check begins, long before uploads of exams are refused', () => {
	const disk = (megabytes: number) => ({ freeBytes: megabytes * MEGABYTE, floorBytes });
	expect(whyNoCheck(none, disk(1024 + 40))).toBeNull();
	expect(whyNoCheck(none, disk(1024 + 39))).toBe('check.busy');
	// those that are open may still take what they may
	expect(whyNoCheck({ ...none, inAll: 10 }, disk(1024 + 400))).toBe('check.busy');
});
