import { describe, expect, test } from 'vitest';
import { GAP_MS } from './presence-span.ts';
import { looksRestUntil, mayOpenWatch } from './watch-moments.ts';

const START = 1_000_000;
const opens = (since: number, now: number, spread = 0): boolean =>
	mayOpenWatch({ recordingSince: START + since, startsAt: START, spread }, START + now);

describe('[C30] the model is opened', () => {
	test('some seconds after the entry', () => {
		expect(opens(-600_000, -600_000)).toBe(false);
		expect(opens(-600_000, -594_000)).toBe(true);
	});
	test('not when the start is near, and for each page at another moment after it', () => {
		expect(opens(-40_000, -31_000)).toBe(true);
		for (const now of [-30_000, -1000, 0, 9000]) expect(opens(-40_000, now)).toBe(false);
		expect(opens(-40_000, 10_000)).toBe(true);
		expect(opens(-40_000, 29_000, 1)).toBe(false);
		expect(opens(-40_000, 30_000, 1)).toBe(true);
	});
	test('some seconds after the entry of who comes late', () => {
		expect(opens(60_000, 60_000)).toBe(false);
		expect(opens(60_000, 65_000)).toBe(true);
	});
});

test('[C19, C30] nothing is looked at in the start second, for less time than ends a span', () => {
	expect(looksRestUntil(START, START - 1001)).toBeNull();
	const until = looksRestUntil(START, START - 1000);
	expect(until).toBe(START + 1500);
	expect(looksRestUntil(START, START + 1499)).toBe(until);
	expect(looksRestUntil(START, START + 1500)).toBeNull();
	// the last look a moment before it, the next a slow pace after it
	expect((until ?? Infinity) - (START - 1000)).toBeLessThan(GAP_MS - 1000);
});
