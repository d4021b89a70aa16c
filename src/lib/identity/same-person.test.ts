import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterLook, alikeOf, nextLookMs, NO_LIKENESS, type Likeness } from './same-person.ts';

const BOUNDS = { accept: 0.45, refuse: 0.363 };

function looks(scores: readonly number[]) {
	let likeness: Likeness = NO_LIKENESS;
	return scores.map((score, index) => {
		const look = { score, alike: alikeOf(score, BOUNDS), at: index * 1000 };
		const step = afterLook(likeness, look, `s${index}`);
		likeness = step.tell === 'over' ? NO_LIKENESS : step.next;
		return step;
	});
}
const told = (scores: readonly number[]) => looks(scores).map(({ tell }) => tell);

describe('[C30] another person', () => {
	test('is told at the third low score in a row, from the first, with the lowest', () => {
		expect(told([0.8, 0.1, 0.05, 0.2])).toEqual([null, null, null, 'begun']);
		expect(looks([0.8, 0.1, 0.05, 0.2]).at(-1)?.next).toMatchObject({
			...{ from: 1000, lowest: 0.05, incident: 's3' }
		});
	});
	test('is nothing where one of three is unsure or alike', () => {
		expect(told([0.1, 0.1, 0.4, 0.1, 0.1, 0.8, 0.1, 0.1])).not.toContain('begun');
	});
	test('is over at the second good one in a row; an unsure one is not good', () => {
		expect(told([0.1, 0.1, 0.1, 0.8, 0.4, 0.8, 0.1, 0.8, 0.8])).toEqual([
			...[null, null, 'begun', null, null, null, null, null, 'over']
		]);
	});
	test('any sequence: begun and over take turns, and never without their scores', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true })), (scores) => {
				let open = false;
				for (const [index, { tell }] of looks(scores).entries()) {
					if (tell === null) continue;
					expect(tell === 'begun').toBe(!open);
					open = tell === 'begun';
					const behind = scores.slice(0, index + 1).slice(open ? -3 : -2);
					expect(behind.every((one) => (open ? one < 0.363 : one >= 0.45))).toBe(true);
				}
			})
		);
	});
});

test('[C30] the next look: minutes after who is alike, at once after who is not', () => {
	expect(nextLookMs('same', NO_LIKENESS, 0, 300)).toBe(120_000);
	expect(nextLookMs('same', NO_LIKENESS, 1, 300)).toBe(300_000);
	// a frame a second, however long the look took
	expect(nextLookMs('other', NO_LIKENESS, 0.5, 300)).toBe(750);
	expect(nextLookMs('other', NO_LIKENESS, 0.5, 3000)).toBe(0);
	expect(nextLookMs('unsure', NO_LIKENESS, 0.5, 300)).toBe(30_000);
	expect(nextLookMs('other', { ...NO_LIKENESS, incident: 's' }, 0.5, 300)).toBe(10_000);
});
