import { describe, expect, test } from 'vitest';
import { filmingState, isFilmed, isRecordersFault, lostSince } from './device-recording.ts';
import type { PartEnd } from './part-recorder.ts';
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
		const source = { track, wantedSince: filming === 'unasked' ? null : NOW - 1000 };
		expect(filmingState(source, NOW)).toBe(filming);
		expect(isFilmed(source, NOW)).toBe(filming === 'filmed');
	});

	test('without a time, by the recorder alone', () => {
		const track = { ...RUNS, storedUntil: 1 };
		expect(filmingState({ track, wantedSince: 1 }, null)).toBe('filmed');
		expect(filmingState({ track: null, wantedSince: 1 }, null)).toBe('starting');
		const lost = { ...track, interrupted: INTERRUPTED };
		expect(filmingState({ track: lost, wantedSince: 1 }, null)).toBe('lost');
	});

	test('lost since the interruption, or since the last film that came', () => {
		const since = (track: TrackState) => lostSince({ track, wantedSince: NOW - 60_000 }, NOW);
		expect(since(RUNS)).toBeNull();
		expect(since({ ...RUNS, interrupted: INTERRUPTED })).toBe(NOW - 9000);
		expect(since({ ...RUNS, storedUntil: NOW - 6000 })).toBe(NOW - 6000);
	});
});

describe('[C15][C29] wanted, and nothing comes', () => {
	const stopped = { ...RUNS, state: 'stopped', interrupted: INTERRUPTED } as const;
	const empty = { ...RUNS, storedUntil: null, bytes: 0 };

	test.each([null, IDLE, stopped, { ...IDLE, state: 'starting' }, empty] as const)(
		'is lost after a grace, since it was wanted: %o',
		(track) => {
			const wanted = (ms: number) => ({ track, wantedSince: NOW - ms });
			expect(filmingState(wanted(4000), NOW)).toBe('starting');
			expect(lostSince(wanted(4000), NOW)).toBeNull();
			expect(filmingState(wanted(4001), NOW)).toBe('lost');
			expect(lostSince(wanted(4001), NOW)).toBe(NOW - 4001);
		}
	);

	test('what nobody wants is not missed', () => {
		for (const track of [null, IDLE, stopped]) {
			expect(filmingState({ track, wantedSince: null }, NOW)).toBe('unasked');
			expect(lostSince({ track, wantedSince: null }, NOW)).toBeNull();
		}
	});

	test('a recorder that begins late proves nothing before its first byte', () => {
		const late = { ...empty, part: partHeader({ id: 'p', startedAt: NOW - 500 }) };
		expect(lostSince({ track: late, wantedSince: NOW - 60_000 }, NOW)).toBe(NOW - 60_000);
	});
});

describe('[C29] whose fault it is', () => {
	const fault = (track: TrackState | null, wantedSince = NOW - 9000) =>
		isRecordersFault({ track, wantedSince }, NOW);
	const starting = (startedAt: number): TrackState => ({
		...{ ...RUNS, storedUntil: null, bytes: 0 },
		part: partHeader({ id: 'p', startedAt })
	});
	const why = (why: PartEnd) => ({ ...RUNS, interrupted: { since: NOW - 4000, why } });

	test('the recorder failed or gave nothing, of a source that was there', () => {
		expect(fault(why('no-data'))).toBe(true);
		expect(fault(why('recorder-failed'))).toBe(true);
		expect(fault(starting(NOW - 4001))).toBe(true);
	});

	test('the source went, was held back, or never came', () => {
		for (const end of ['source-ended', 'held-back', 'stopped'] as const)
			expect(fault(why(end))).toBe(false);
		expect(fault(null)).toBe(false);
		expect(fault(IDLE)).toBe(false);
		// it came late, and is only starting
		expect(fault(starting(NOW - 500))).toBe(false);
	});

	test('the page stood still: nobody was there to take what came', () => {
		expect(fault({ ...RUNS, storedUntil: NOW - 8000 })).toBe(false);
	});

	test('nothing is missing', () => {
		expect(fault(RUNS)).toBe(false);
	});
});
