import { describe, expect, test } from 'vitest';
import type { SourceState } from '../../recording/browser/desktop-recording.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { partHeader } from '../../recording/testing/factories.ts';
import { IDLE, type TrackState } from '../../recording/track-state.ts';
import { isMissing, pictureView, screenView } from './source-views.ts';

const NOW = 2_000_000;
const stream = {} as MediaStream;
const source = { stream } as CaptureSource;
const LIVE: SourceState = {
	state: 'live',
	source,
	muted: false,
	code: null,
	track: null,
	wantedSince: null
};
const part = partHeader({ id: 'p', startedAt: NOW - 60_000 });
const RUNS: TrackState = { ...IDLE, state: 'recording', part, storedUntil: NOW - 800, bytes: 1 };
const interrupted = { since: NOW - 9000, why: 'no-data' } as const;

/** A recorder that says it runs, or starts, while nothing of it is stored. */
const NOT_FILMED: readonly TrackState[] = [
	{ ...RUNS, storedUntil: null, bytes: 0 },
	{ ...RUNS, storedUntil: NOW - 60_000 },
	{ ...RUNS, storedUntil: NOW - 60_000, heldInMemory: 9, problem: 'device.storage-full' },
	{ ...RUNS, interrupted, problem: 'device.recorder-failed' },
	{ ...RUNS, state: 'starting', interrupted },
	{ ...RUNS, state: 'interrupted', interrupted },
	{ ...IDLE, state: 'starting' }
];

describe('[C15] what is said of camera and screen', () => {
	test('录制中 and 共享中 while film of them is stored', () => {
		expect(pictureView({ ...LIVE, track: RUNS }, null, NOW)).toMatchObject({
			recordingSince: NOW - 60_000
		});
		expect(screenView({ ...LIVE, track: RUNS }, true, NOW)).toEqual({ state: 'shared' });
		expect(isMissing({ ...LIVE, track: RUNS }, NOW)).toBe(false);
	});

	test.each(NOT_FILMED)('neither of them while nothing is stored: %o', (track) => {
		const it = { ...LIVE, track };
		expect(pictureView(it, null, NOW)).toMatchObject({ state: 'live', recordingSince: null });
		for (const wanted of [true, false])
			expect(screenView(it, wanted, NOW)).not.toEqual({ state: 'shared' });
	});

	test('before entry to be shared is all; after it a screen that nobody records is not called shared', () => {
		expect(screenView(LIVE, false, NOW)).toEqual({ state: 'shared' });
		expect(screenView(LIVE, true, NOW)).toEqual({ state: 'choosing' });
		const unsupported: SourceState = { ...LIVE, code: 'device.unsupported' };
		expect(screenView(unsupported, true, NOW)).toEqual({
			...{ state: 'failed', code: 'device.unsupported' }
		});
		expect(isMissing(unsupported, NOW)).toBe(true);
	});

	test('a loss says why, a full disk too; what starts for the first time is not lost yet', () => {
		const screen = (track: TrackState) => screenView({ ...LIVE, track }, true, NOW);
		expect(NOT_FILMED.map(screen)).toEqual([
			{ state: 'choosing' },
			{ state: 'failed', code: 'device.recorder-failed' },
			{ state: 'failed', code: 'device.storage-full' },
			{ state: 'failed', code: 'device.recorder-failed' },
			{ state: 'failed', code: 'device.recorder-failed' },
			{ state: 'failed', code: 'device.recorder-failed' },
			{ state: 'choosing' }
		]);
		expect(NOT_FILMED.map((track) => isMissing({ ...LIVE, track }, NOW))).toEqual([
			...[false, true, false, true, true, true, false]
		]);
	});

	test('without a source', () => {
		const off: SourceState = { ...LIVE, state: 'off', source: null };
		const failed: SourceState = { ...off, state: 'failed', code: 'device.screen-refused' };
		const opening: SourceState = { ...off, state: 'opening' };
		expect([off, failed, opening].map((one) => screenView(one, true, NOW).state)).toEqual([
			...['off', 'failed', 'choosing']
		]);
		expect([off, failed, opening].map((one) => pictureView(one, null, NOW).state)).toEqual([
			...['off', 'failed', 'opening']
		]);
		expect([off, failed, opening].map((one) => isMissing(one, NOW))).toEqual([true, true, true]);
		expect(isMissing({ ...opening, track: RUNS }, NOW)).toBe(false);
	});

	test('[C29] wanted without a recorder it is starting for a moment, and missing after that', () => {
		const wanted = (ms: number): SourceState => ({ ...LIVE, wantedSince: NOW - ms });
		expect(screenView(wanted(1000), true, NOW)).toEqual({ state: 'choosing' });
		expect(isMissing(wanted(1000), NOW)).toBe(false);
		expect(screenView(wanted(9000), true, NOW)).toMatchObject({ state: 'failed' });
		expect(isMissing(wanted(9000), NOW)).toBe(true);
	});
});
