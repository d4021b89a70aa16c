// What the benches call growth.
import { expect, test } from 'vitest';
import { slopeOf, type Sample } from './slope.ts';

const at = (values: readonly number[], everyMs = 10_000): Sample[] =>
	values.map((value, index) => ({ at: 5_000 + index * everyMs, value }));

test('a straight line is its slope a minute, without an error', () => {
	const slope = slopeOf(at([10, 11, 12, 13]));
	expect(slope?.perMinute).toBeCloseTo(6, 9);
	expect(slope?.error).toBeCloseTo(0, 9);
	expect(slope?.samples).toBe(4);
});

test('a last sample that is high by chance does not make the growth of a whole run', () => {
	const even = Array.from({ length: 60 }, (_, index) => 20 + (index % 2) * 0.2);
	const slope = slopeOf(at([...even, 22]));
	// by the two ends alone: 0.2 a minute
	expect(slope?.perMinute).toBeLessThan(0.1);
	expect(slope?.error).toBeGreaterThan(0);
});

test('of two samples the slope is known and its error is not; of one, nothing', () => {
	expect(slopeOf(at([1, 2]))).toMatchObject({ error: null, samples: 2 });
	expect(slopeOf(at([1]))).toBeNull();
	expect(slopeOf([])).toBeNull();
	expect(slopeOf(at([1, 2], 0))).toBeNull();
});
