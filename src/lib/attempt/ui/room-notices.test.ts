import { describe, expect, test } from 'vitest';
import { initialState, type AttemptState } from '../attempt-state.ts';
import { BEFORE, ENDS_AT, FROZEN, STARTS_AT, WHOLE_WAY } from '../testing/events.ts';
import { NOTICE_MS, roomNotices, type NoticeFacts } from './room-notices.ts';

const ENTERED: AttemptState = { ...initialState(FROZEN), stage: 'answer', enteredAt: BEFORE };
const FACTS: NoticeFacts = {
	...{ state: ENTERED, now: STARTS_AT, tracks: [null, null], parts: [], loginNeeded: false },
	...{ resumedAt: null, restartedAt: null, freeBytes: null, persistent: null }
};
const notices = (facts: Partial<NoticeFacts>) => roomNotices({ ...FACTS, ...facts });

test('nothing is said while nothing is known', () => {
	expect(notices({})).toEqual([]);
	expect(notices({ now: null, freeBytes: 0, resumedAt: 1, restartedAt: 1 })).toEqual([]);
});

describe('[C15] too little space', () => {
	// 180 s of 600 + 48 + 400 kbit/s, and a fifth on top
	const NEEDED = 28_296_000;

	test('is what remains to be recorded in both tracks, as if nothing could be sent', () => {
		expect(notices({ freeBytes: NEEDED })).toEqual([]);
		expect(notices({ freeBytes: NEEDED - 1 })).toEqual(['storage-low']);
		expect(notices({ freeBytes: NEEDED / 2, now: ENDS_AT - 90_000 })).toEqual([]);
	});
	test('counts from the entry on, however early the page is open', () => {
		const early = { ...ENTERED, stage: 'devices', enteredAt: null } as const;
		const fromEntry = (NEEDED / 180) * (180 + 600);
		const at = STARTS_AT - 1_700_000;
		expect(notices({ state: early, now: at, freeBytes: fromEntry })).toEqual([]);
		expect(notices({ state: early, now: at, freeBytes: fromEntry - 1 })).toEqual(['storage-low']);
	});
	test('granted time needs more', () => {
		expect(notices({ state: { ...ENTERED, grantedMs: 60_000 }, freeBytes: NEEDED })).toEqual([
			'storage-low'
		]);
	});
	test('once it is full that is said instead; after the end, nothing', () => {
		const tracks = [{ problem: 'device.storage-full' } as const];
		expect(notices({ tracks, freeBytes: 0 })).toEqual(['storage-full']);
		expect(notices({ state: { ...ENTERED, stage: 'upload' }, freeBytes: 0 })).toEqual([]);
	});
});

test('[C24] a browser that does not promise to keep it is told of at the entry, where space is short', () => {
	const at = (stage: AttemptState['stage'], freeBytes: number) =>
		notices({ state: { ...initialState(WHOLE_WAY), stage }, persistent: false, freeBytes });
	expect(at('gate', 0)).toEqual(['storage-low', 'storage-not-persistent']);
	expect(at('gate', 10_000_000_000)).toEqual([]);
	expect([at('process', 0), at('devices', 0)]).toEqual([['storage-low'], ['storage-low']]);
	expect(notices({ persistent: false, freeBytes: 0 })).toEqual(['storage-low']);
	for (const persistent of [null, true])
		expect(notices({ state: initialState(FROZEN), persistent, freeBytes: 0 })).toEqual([
			'storage-low'
		]);
});

test('[C15][C16] what was interrupted and goes on is said for a while', () => {
	const at = STARTS_AT - NOTICE_MS;
	expect(notices({ resumedAt: at + 1, restartedAt: at + 1 })).toEqual([
		'resumed',
		'recorder-restarted'
	]);
	expect(notices({ resumedAt: at, restartedAt: at })).toEqual([]);
});

test('[C24] a full server and an unknown capability are said', () => {
	const parts = [{ problem: null }, { problem: 'storage.full' } as const];
	expect(notices({ parts, loginNeeded: true })).toEqual(['server-full', 'login-needed']);
});
