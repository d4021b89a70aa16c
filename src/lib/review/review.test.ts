import { expect, test } from 'vitest';
import { initialState } from '../attempt/attempt-state.ts';
import type { Frozen } from '../attempt/rules.ts';
import { FROZEN } from '../attempt/testing/events.ts';
import { recordedSpan, reviewPart, unwitnessedSpans, type PartFacts } from './review.ts';

const frozen: Frozen = { ...FROZEN, startsAt: 100_000, endsAt: 280_000 };
const facts: PartFacts = {
	id: 'p',
	track: 'camera',
	mime: 'video/webm',
	startedAt: 90_000,
	bitsPerSecond: 800_000,
	source: '',
	verifiedBytes: 1_000_000,
	durationMs: 60_000,
	seekable: true,
	givenUp: false
};

test('[C15] a part tells how far it has come', () => {
	const status = (change: Partial<PartFacts>) => reviewPart({ ...facts, ...change }, []).status;
	expect(status({})).toBe('playable');
	expect(status({ seekable: false })).toBe('preparing');
	expect(status({ seekable: false, givenUp: true })).toBe('unplayable');
	expect(status({ seekable: false, verifiedBytes: null })).toBe('arriving');
});

test('[C15] a length that was not measured is estimated by witnesses, else by bytes, and says so', () => {
	const part = { ...facts, durationMs: null, seekable: false };
	expect(reviewPart(facts, [])).toMatchObject({ durationMs: 60_000, estimated: false });
	const witnesses = [
		{ part: 'p', at: 95_000, seenAt: 95_100 },
		{ part: 'p', at: 130_000, seenAt: 130_100 },
		{ part: 'q', at: 900_000, seenAt: 900_000 }
	];
	expect(reviewPart(part, witnesses)).toMatchObject({ durationMs: 40_000, estimated: true });
	expect(reviewPart(part, [])).toMatchObject({ durationMs: 10_000, estimated: true });
	expect(reviewPart({ ...part, verifiedBytes: null }, []).durationMs).toBe(0);
});

test('[C15] spans of more than ten seconds without a witness are named', () => {
	const part = { id: 'p', track: 'camera' as const, startedAt: 0, durationMs: 60_000 };
	const at = (...times: number[]) => times.map((time) => ({ part: 'p', at: 0, seenAt: time }));
	expect(unwitnessedSpans([part], at(5000, 15_000, 25_001, 40_000, 50_000))).toEqual([
		{ part: 'p', track: 'camera', from: 15_000, until: 25_001 },
		{ part: 'p', track: 'camera', from: 25_001, until: 40_000 }
	]);
	// a witness after the part's end covers its last slice, not more
	expect(unwitnessedSpans([part], at(10_000, 20_000, 30_000, 40_000, 50_000, 99_000))).toEqual([]);
	expect(unwitnessedSpans([part], [])).toHaveLength(1);
});

test('[C23] what ought to be on film runs from the entry to the end, or to now', () => {
	const state = initialState(frozen);
	expect(recordedSpan(state, 50_000)).toEqual({ from: 100_000, until: 100_000 });
	const entered = { ...state, enteredAt: 80_000 };
	expect(recordedSpan(entered, 150_000)).toEqual({ from: 80_000, until: 150_000 });
	expect(recordedSpan(entered, 900_000)).toEqual({ from: 80_000, until: 280_000 });
	const ended = { ...entered, ended: { at: 200_000, by: 'candidate' as const } };
	expect(recordedSpan(ended, 900_000)).toEqual({ from: 80_000, until: 200_000 });
});
