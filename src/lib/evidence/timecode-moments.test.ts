import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueMoment, timecodeMoments } from './timecode-moments.ts';

const S = 1000;
const MINUTE = 60 * S;
const startsAt = 1_000 * MINUTE;
const times = { enteredAt: startsAt - 5 * MINUTE, startsAt, endsAt: startsAt + 15 * MINUTE };
/** Seconds from the start. */
const seconds = (moments: readonly number[]): number[] =>
	moments.map((moment) => (moment - startsAt) / S);

test('[C15] shown after the entry, after the start, every two minutes, and before the end', () => {
	expect(seconds(timecodeMoments(times))).toEqual([
		-285, 10, 130, 250, 370, 490, 610, 730, 850, 880
	]);
});

test('[C9] who enters late has the codes that are left', () => {
	const late = { ...times, enteredAt: startsAt + 100 * S };
	expect(seconds(timecodeMoments(late)).slice(0, 3)).toEqual([115, 250, 370]);
});

test('[C18] who enters just before the start is not shown two in a row', () => {
	const entered = { ...times, enteredAt: startsAt - 10 * S };
	expect(seconds(timecodeMoments(entered)).slice(0, 2)).toEqual([10, 130]);
});

test('[C15] whatever the times: in order, apart, after the entry and never in the last five seconds', () => {
	const any = fc.record({
		entered: fc.integer({ min: -600, max: 1200 }),
		length: fc.integer({ min: 30, max: 1800 })
	});
	fc.assert(
		fc.property(any, ({ entered, length }) => {
			const one = { enteredAt: startsAt + entered * S, startsAt, endsAt: startsAt + length * S };
			const moments = timecodeMoments(one);
			for (const [index, moment] of moments.entries()) {
				expect(moment).toBeGreaterThanOrEqual(one.enteredAt + 15 * S);
				expect(moment).toBeLessThan(one.endsAt - 5 * S);
				const before = moments[index - 1];
				if (before !== undefined) expect(moment - before).toBeGreaterThanOrEqual(30 * S);
			}
		})
	);
});

test('[C15] a moment is due for five seconds, then it is gone; a sleep shows none of those it slept through', () => {
	const moment = startsAt + 10 * S;
	expect(dueMoment(times, 0, moment - 1)).not.toBe(moment);
	expect(dueMoment(times, 0, moment)).toBe(moment);
	expect(dueMoment(times, 0, moment + 4999)).toBe(moment);
	expect(dueMoment(times, 0, moment + 5000)).toBeNull();
	expect(dueMoment(times, 0, moment + 119 * S)).toBeNull();
	expect(dueMoment(times, 0, moment + 120 * S)).toBe(moment + 120 * S);
});

test('[C15] a page that was opened after a moment does not repeat it', () => {
	const moment = startsAt + 10 * S;
	expect(dueMoment(times, moment + 1, moment + 1500)).toBeNull();
	expect(dueMoment(times, moment + 1, moment + 120 * S)).toBe(moment + 120 * S);
});

test('[C23] granted time moves the last one', () => {
	const granted = { ...times, endsAt: times.endsAt + 3 * MINUTE };
	expect(timecodeMoments(granted).at(-1)).toBe(granted.endsAt - 20 * S);
	expect(dueMoment(times, 0, times.endsAt - 4 * S)).toBeNull();
});
