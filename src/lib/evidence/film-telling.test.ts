import { describe, expect, test } from 'vitest';
import { partHeader } from '../recording/testing/factories.ts';
import { IDLE, type TrackState } from '../recording/track-state.ts';
import {
	filmFacts,
	NOTHING_TOLD,
	tellFilm,
	type FilmFacts,
	type FilmTold,
	type FilmWord
} from './film-telling.ts';
import type { PhoneState } from './phone-state.ts';

const PART = { id: 'one', startedAt: 1000 };
const FILMS: FilmFacts = { wanted: true, part: PART, muted: false, hidden: false };

/** Everything that is said while these things happen one after another. */
function said(
	...moments: readonly (Partial<FilmFacts> & { at: number; facet?: PhoneState['phone'] })[]
) {
	let told: FilmTold = NOTHING_TOLD;
	const words: FilmWord[] = [];
	for (const { at, facet, ...facts } of moments) {
		const step = tellFilm(told, { ...FILMS, ...facts }, facet ?? null, at);
		told = step.told;
		if (step.say) words.push(step.say);
	}
	return words.map(({ type, data }) => [type, 'since' in data ? data.since : data.at]);
}

describe('[P5][C33] what the phone tells of its film', () => {
	test('nothing before it records, then once, from the start of its part', () => {
		expect(said({ at: 900, part: null }, { at: 1100 }, { at: 1300 }, { at: 1500 })).toEqual([
			['phone.filming', 1000]
		]);
	});
	test('a call: interrupted at once, and from the return of the picture on', () => {
		const call = said(
			{ at: 1100 },
			{ at: 5000, muted: true },
			{ at: 5200, muted: true },
			{ at: 9000 }
		);
		expect(call).toEqual([
			['phone.filming', 1000],
			['phone.interrupted', 5000],
			['phone.filming', 9000]
		]);
	});
	test('a page that was out of sight while its film went on says so: since the start of the part', () => {
		expect(said({ at: 1100 }, { at: 5000, hidden: true }, { at: 9000 }).at(-1)).toEqual([
			'phone.filming',
			1000
		]);
	});
	test('a new part begins after a failed camera', () => {
		const next = { id: 'two', startedAt: 7000 };
		expect(said({ at: 1100 }, { at: 5000, part: null }, { at: 7100, part: next })).toEqual([
			['phone.filming', 1000],
			['phone.interrupted', 5000],
			['phone.filming', 7000]
		]);
	});
	test('a server that has not heard of it is told again, without a gap', () => {
		const silent = said(
			{ at: 1100 },
			{ at: 5000, facet: 'interrupted' },
			{ at: 5200, facet: 'filming' }
		);
		expect(silent).toEqual([
			['phone.filming', 1000],
			['phone.filming', 1000]
		]);
	});
	test('stopped by hand: not an interruption', () => {
		expect(said({ at: 1100 }, { at: 5000, wanted: false, part: null })).toHaveLength(1);
	});
});

describe('[P5][C15] what of the camera is film', () => {
	const NOW = 2_000_000;
	const part = partHeader({ id: 'p' });
	const runs: TrackState = { ...IDLE, state: 'recording', part, storedUntil: NOW - 800 };
	const filmed = (track: TrackState): boolean =>
		filmFacts({ wanted: true, hidden: false, muted: false, track }, NOW).part !== null;

	test('what is stored, and what waits in memory behind it', () => {
		expect(filmed(runs)).toBe(true);
		expect(filmed({ ...runs, storedUntil: NOW - 60_000, heldInMemory: 9 })).toBe(true);
	});
	test('not what a recorder that runs says of itself', () => {
		const interrupted = { since: NOW - 9000, why: 'no-data' } as const;
		expect(filmed({ ...runs, storedUntil: null })).toBe(false);
		expect(filmed({ ...runs, storedUntil: null, heldInMemory: 9 })).toBe(false);
		expect(filmed({ ...runs, storedUntil: NOW - 60_000 })).toBe(false);
		// it starts again, and the film that is stored is the former part's
		expect(filmed({ ...runs, interrupted })).toBe(false);
	});
});
