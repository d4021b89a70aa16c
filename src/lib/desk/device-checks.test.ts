import { expect, test } from 'vitest';
import type { Passport } from '../integrity/passport.ts';
import { deskChecks } from './device-checks.ts';

const passport = (fields: Partial<Passport> = {}): Passport => ({
	...{ v: 1, device: 'desktop', checkedAt: 1, browser: 'Chrome 146', system: 'Windows' },
	...{ salt: 's', camera: 'a'.repeat(64), microphone: 'b'.repeat(64), virtualCamera: false },
	screen: { width: 1366, height: 768, several: false },
	...{ uploadKbps: 9000, latencyMs: 20, jitterMs: 2, freeBytes: 1e9, clockAheadMs: 0, lines: {} },
	...fields
});

test('[I5] newest first, each against the one before of the same device', () => {
	const checks = deskChecks([
		passport(),
		passport({ device: 'phone', camera: 'c'.repeat(64), browser: 'Safari 20', system: 'iOS' }),
		passport({ checkedAt: 2, camera: 'd'.repeat(64), virtualCamera: true }),
		passport({ checkedAt: 3, salt: 'other', camera: 'e'.repeat(64), system: 'macOS' })
	]);
	expect(checks.map(({ device, checkedAt, differs }) => [device, checkedAt, differs])).toEqual([
		// another browser: its digests tell nothing of the former's
		['desktop', 3, ['browser']],
		['desktop', 2, ['camera', 'virtual-camera']],
		['phone', 1, null],
		['desktop', 1, null]
	]);
});

test('[I5] labels, their digests and the salt stay away', () => {
	const text = JSON.stringify(deskChecks([passport({ salt: 'a-salt' }), passport()]));
	expect(text).not.toMatch(/a-salt|a{64}|b{64}|"(salt|camera|microphone)"/);
});
