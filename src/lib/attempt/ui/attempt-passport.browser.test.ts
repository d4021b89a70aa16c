// [C4, C31] The device check that this browser keeps, at its attempt: told once, compared, noted once for each entry.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepPassport } from '../../check/browser/passport-store.ts';
import { presentDevices } from '../../check/browser/present-devices.ts';
import { labelDigest } from '../../integrity/label-digest.ts';
import type { Passport } from '../../integrity/passport.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import { uuid, WHOLE_WAY } from '../testing/events.ts';
import { createAttemptPassport, type AttemptPassport } from './attempt-passport.svelte.ts';

const LEASE = uuid(1);
const SALT = 'ab'.repeat(16);
const { browser, system, screen: display } = presentDevices(null);
const checkedAt = (at: number, changes: Partial<Passport> = {}): Passport => ({
	...{ v: 1, device: 'desktop', checkedAt: at, browser, system, salt: SALT, screen: display },
	camera: labelDigest(SALT, 'camera', 'Camera A'),
	...{ microphone: null, virtualCamera: false, uploadKbps: null, latencyMs: null },
	...{ jitterMs: null, freeBytes: null, clockAheadMs: null, lines: {} },
	...changes
});
const camera = (label: string): CaptureSource =>
	({ label, stream: new MediaStream() }) as unknown as CaptureSource;

let told: unknown[];
let noted: string[];
let state: AttemptState;
let passport: AttemptPassport;

function open(): void {
	passport = createAttemptPassport(
		{
			lease: LEASE,
			command(type, data) {
				told.push([type, (data as Passport).checkedAt]);
				return Promise.resolve('id');
			}
		},
		{ happened: (kind) => noted.push(kind) }
	);
}

beforeEach(() => {
	localStorage.clear();
	[told, noted] = [[], []];
	state = { ...initialState(WHOLE_WAY), lease: LEASE };
});
afterEach(() => {
	passport.close();
	localStorage.clear();
});

test('[C4] no check at all: nothing is told, and the view says so', () => {
	open();
	passport.update(state, null);
	expect(told).toEqual([]);
	expect(passport.view).toEqual({ checked: false, differs: [] });
});

test('[C4] the kept check is told once, however often it is looked at', () => {
	keepPassport(checkedAt(5));
	open();
	expect(passport.view.checked).toBe(true);
	passport.update(state, null);
	passport.update(state, null);
	expect(told).toEqual([['device.checked', 5]]);
});

test('[C4] a newer one, made in another tab, is told again', () => {
	keepPassport(checkedAt(5));
	open();
	passport.update(state, null);
	state = { ...state, passports: { desktop: checkedAt(5) } };
	keepPassport(checkedAt(6));
	dispatchEvent(new StorageEvent('storage', { key: 'device-passport' }));
	passport.update(state, null);
	passport.update(state, null);
	expect(told).toEqual([
		['device.checked', 5],
		['device.checked', 6]
	]);
});

test('[C8] a page whose place another one has taken tells nothing', () => {
	keepPassport(checkedAt(5));
	open();
	passport.update({ ...state, lease: uuid(2) }, null);
	expect(told).toEqual([]);
});

test('[C31] another camera is shown before the entry, and noted once with it', () => {
	state = { ...state, passports: { desktop: checkedAt(5) } };
	open();
	passport.update(state, camera('Camera A'));
	expect(passport.view.differs).toEqual([]);
	passport.update(state, camera('Camera B'));
	expect(passport.view.differs).toEqual(['camera']);
	expect(noted).toEqual([]);
	const entered = { ...state, enteredAt: 100 };
	passport.update(entered, null);
	expect(noted, 'what is not open differs from nothing').toEqual([]);
	passport.update(entered, camera('Camera B'));
	passport.update(entered, camera('Camera C'));
	expect(noted).toEqual(['device-differs']);
});

test('[C31] the same devices are noted nowhere', () => {
	state = { ...state, enteredAt: 100, passports: { desktop: checkedAt(5) } };
	open();
	passport.update(state, camera('Camera A'));
	expect(noted).toEqual([]);
});

test('[C31] a page that is opened again after the entry has nothing new to say', () => {
	const known = { kind: 'device-differs', track: null, from: 120, until: 120 } as const;
	state = {
		...{ ...state, enteredAt: 100, passports: { desktop: checkedAt(5) } },
		incidents: { one: { ...known, times: 1, comments: 0, toldAt: 0 } }
	};
	open();
	passport.update(state, camera('Camera B'));
	expect(noted).toEqual([]);
});
