import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWatchPace, restMs, type Looked } from './watch-pace.ts';

/** @returns the pace after these looks */
const after = (...looks: readonly (readonly [count: number, look: Partial<Looked>])[]) => {
	const pace = createWatchPace();
	for (const [count, look] of looks)
		for (let i = 0; i < count; i++) pace.looked({ tookMs: 200, lateMs: 0, ...look });
	return pace.everyMs();
};
const NOTHING = { tookMs: 25 };
const MUCH = { tookMs: 700 };
const TOO_MUCH = { tookMs: 2000 };

describe('[C30] the pace', () => {
	test('is one look a second, two where a look is nothing, and back', () => {
		expect(after()).toBe(1000);
		expect(after([100, {}])).toBe(1000);
		expect(after([10, NOTHING])).toBe(500);
		expect(after([9, NOTHING], [1, {}], [9, NOTHING])).toBe(1000);
		expect(after([10, NOTHING], [3, {}])).toBe(1000);
	});

	test('is one every other second where looks take long or come late', () => {
		expect(after([3, MUCH])).toBe(2000);
		expect(after([3, { lateMs: 1600 }])).toBe(2000);
		expect(after([2, MUCH], [1, {}], [2, MUCH])).toBe(1000);
		expect(after([3, MUCH], [10, {}])).toBe(1000);
	});

	test('a hidden page’s timers, a second late, do not make a computer slow', () => {
		expect(after([50, { lateMs: 1000 }])).toBe(1000);
	});

	test('ends where even that is too much, and stays ended', () => {
		expect(after([3, TOO_MUCH], [4, TOO_MUCH])).toBe(2000);
		expect(after([3, TOO_MUCH], [5, TOO_MUCH])).toBeNull();
		expect(after([8, TOO_MUCH], [100, NOTHING])).toBeNull();
	});

	test('never moves by more than one level at a look, and a quick computer is never sent away', () => {
		const look = fc.record({ tookMs: fc.nat(3000), lateMs: fc.nat(6000) });
		fc.assert(
			fc.property(fc.array(look, { maxLength: 300 }), (looks) => {
				const pace = createWatchPace();
				let before = Math.log2(1000 / 500);
				for (const one of looks) {
					pace.looked(one);
					const every = pace.everyMs();
					const level = every === null ? 3 : Math.log2(every / 500);
					expect(Math.abs(level - before)).toBeLessThanOrEqual(1);
					before = level;
				}
			})
		);
		fc.assert(
			fc.property(fc.array(fc.nat(500), { maxLength: 300 }), (times) => {
				const pace = createWatchPace();
				for (const tookMs of times) pace.looked({ tookMs, lateMs: 0 });
				expect(pace.everyMs()).not.toBeNull();
			})
		);
	});

	test('it is tried again after one minute, two, four, eight and no later', () => {
		expect([1, 2, 3, 4, 5, 50].map((times) => restMs(times) / 60_000)).toEqual([1, 2, 4, 8, 8, 8]);
	});
});
