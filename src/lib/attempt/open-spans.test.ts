import { expect, test } from 'vitest';
import { partHeader } from '../recording/testing/factories.ts';
import { IDLE, type TrackState } from '../recording/track-state.ts';
import { openSpans } from './open-spans.ts';

const NOW = 2_000_000;
const RUNS: TrackState = {
	...IDLE,
	...{ state: 'recording', part: partHeader({ id: 'p' }), storedUntil: NOW - 800 }
};
const spansOf = (track: TrackState, offlineSince: number | null = null) =>
	openSpans({ screen: { track, wantedSince: NOW - 60_000 } }, offlineSince, NOW);

test('[C16][C22] a recording is interrupted until film of it is stored again, whatever its recorder says', () => {
	const interrupted = { since: NOW - 3000, why: 'source-ended' } as const;
	const span = { kind: 'recording-interrupted', track: 'screen', from: NOW - 3000 };
	for (const state of ['interrupted', 'starting', 'recording'] as const)
		expect(spansOf({ ...RUNS, state, interrupted })).toEqual([span]);
	expect(spansOf(RUNS)).toEqual([]);
});

test('[C16][C22] a recorder that runs and gives nothing is interrupted, one whose film waits for room is not', () => {
	const stale = { ...RUNS, storedUntil: NOW - 8000 };
	expect(spansOf(stale)).toEqual([
		{ kind: 'recording-interrupted', track: 'screen', from: NOW - 8000 }
	]);
	expect(spansOf({ ...stale, heldInMemory: 1, problem: 'device.storage-full' })).toEqual([
		{ kind: 'storage-full', track: 'screen', from: NOW }
	]);
});

test('[C29] a recorder that failed is told as that, and not as an interruption besides', () => {
	for (const why of ['no-data', 'recorder-failed'] as const)
		expect(spansOf({ ...RUNS, interrupted: { since: NOW - 3000, why } })).toEqual([
			{ kind: 'recorder-stalled', track: 'screen', from: NOW - 3000 }
		]);
});

test('[C16][C29] a screen that was never shared again after a reload is interrupted since it was wanted', () => {
	const wanted = (since: number) => ({ screen: { track: null, wantedSince: since } });
	expect(openSpans(wanted(NOW - 1000), null, NOW)).toEqual([]);
	expect(openSpans(wanted(NOW - 9000), null, NOW)).toEqual([
		{ kind: 'recording-interrupted', track: 'screen', from: NOW - 9000 }
	]);
});

test('[C22] without a connection', () => {
	expect(spansOf(RUNS, NOW - 1)).toEqual([{ kind: 'connection-lost', track: null, from: NOW - 1 }]);
});
