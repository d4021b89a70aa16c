import { describe, expect, test } from 'vitest';
import { filmingState, isFilmed, lostSince } from './device-recording.ts';
import { IDLE, type TrackState } from './track-state.ts';
import { partHeader } from './testing/factories.ts';

const NOW = 2_000_000;
const RUNS: TrackState = {
	...IDLE,
	...{ state: 'recording', part: partHeader({ id: 'p' }), storedUntil: NOW - 800, bytes: 1000 }
};
const INTERRUPTED = { since: NOW - 9000, why: 'no-data' } as const;

describe('[C15] is it being filmed', () => {
	test.each([
		['unasked', null],
		['unasked', IDLE],
		['unasked', { ...RUNS, state: 'stopped' }],
		['starting', { ...IDLE, state: 'starting' }],
		['starting', { ...RUNS, storedUntil: null, bytes: 0 }],
		['held', { ...RUNS, storedUntil: null, bytes: 0, heldInMemory: 500 }],
		['filmed', RUNS],
		['filmed', { ...RUNS, storedUntil: NOW - 5000 }],
		['filmed', { ...RUNS, heldInMemory: 500 }],
		['held', { ...RUNS, storedUntil: NOW - 5001, heldInMemory: 500 }],
		['lost', { ...RUNS, storedUntil: NOW - 5001 }],
		['lost', { ...RUNS, state: 'interrupted', interrupted: INTERRUPTED }],
		['lost', { ...RUNS, state: 'starting', interrupted: INTERRUPTED }],
		['lost', { ...RUNS, interrupted: INTERRUPTED }]
	] as const)('%s: %o', (filming, track) => {
		expect(filmingState({ track }, NOW)).toBe(filming);
		expect(isFilmed({ track }, NOW)).toBe(filming === 'filmed');
	});

	test('without a time, by the recorder alone', () => {
		const track = { ...RUNS, storedUntil: 1 };
		expect(filmingState({ track }, null)).toBe('filmed');
		expect(filmingState({ track: { ...track, interrupted: INTERRUPTED } }, null)).toBe('lost');
	});

	test('lost since the interruption, or since the last film that came', () => {
		expect(lostSince({ track: RUNS }, NOW)).toBeNull();
		expect(lostSince({ track: { ...RUNS, interrupted: INTERRUPTED } }, NOW)).toBe(NOW - 9000);
		expect(lostSince({ track: { ...RUNS, storedUntil: NOW - 6000 } }, NOW)).toBe(NOW - 6000);
	});
});
