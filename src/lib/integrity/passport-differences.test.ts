import { expect, test } from 'vitest';
import { labelDigest } from './label-digest.ts';
import type { Passport } from './passport.ts';
import { passportDifferences, type PresentDevices } from './passport-differences.ts';

const SALT = 'ab'.repeat(16);
const PASSPORT: Passport = {
	...{
		v: 1,
		device: 'desktop',
		checkedAt: 1,
		browser: 'Chrome 146',
		system: 'Windows',
		salt: SALT
	},
	camera: labelDigest(SALT, 'camera', 'Camera A'),
	microphone: labelDigest(SALT, 'microphone', 'Mic A'),
	virtualCamera: false,
	screen: { width: 1920, height: 1080, several: false },
	...{ uploadKbps: 2000, latencyMs: 20, jitterMs: 5, freeBytes: 1, clockAheadMs: 0 },
	lines: {}
};
const NOW: PresentDevices = {
	...{ browser: 'Chrome 146', system: 'Windows', camera: 'Camera A', virtualCamera: false },
	...{ microphone: 'Mic A', screen: PASSPORT.screen }
};
const now = (changes: Partial<PresentDevices>, passport = PASSPORT) =>
	passportDifferences(passport, { ...NOW, ...changes });
const screen = (changes: Partial<Passport['screen']>) => ({
	screen: { ...PASSPORT.screen, ...changes }
});

test.for<[string, Partial<PresentDevices>, string[]]>([
	['the same', {}, []],
	['a newer browser', { browser: 'Chrome 147' }, []],
	['an older one', { browser: 'Chrome 145' }, ['browser']],
	['another one', { browser: 'Edge 146' }, ['browser']],
	['another system', { system: 'macOS' }, ['browser']],
	['an unknown browser', { browser: '?' }, ['browser']],
	['another camera', { camera: 'Camera B' }, ['camera']],
	['a camera that is not open', { camera: null }, []],
	['a camera without a name', { camera: '' }, []],
	['another microphone', { microphone: 'Mic B' }, ['microphone']],
	['a virtual camera', { camera: 'OBS', virtualCamera: true }, ['camera', 'virtual-camera']],
	['another screen', screen({ width: 1366, height: 768 }), ['screen']],
	['a turned screen', screen({ width: 1080, height: 1920 }), []],
	['a second screen', screen({ several: true }), ['screens']],
	['a browser that does not tell of screens', screen({ several: null }), []]
])('[C31] %s', ([, changes, expected]) => {
	expect(now(changes)).toEqual(expected);
});

test('[C31] what the check had not seen differs from nothing', () => {
	const unseen = { ...PASSPORT, camera: null, microphone: null };
	expect(now({ camera: 'Camera B', microphone: 'Mic B' }, unseen)).toEqual([]);
	const untold = { ...PASSPORT, screen: { ...PASSPORT.screen, several: null } };
	expect(now(screen({ several: true }), untold)).toEqual([]);
	const virtual = { ...PASSPORT, virtualCamera: true };
	expect(now({ virtualCamera: true }, virtual)).toEqual([]);
});
