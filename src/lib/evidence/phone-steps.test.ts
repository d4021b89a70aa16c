import { expect, test } from 'vitest';
import { stepAfter } from './phone-steps.ts';

const STARTS = 1_000_000;

test('[P3][P5] the sweep comes before the entry only', () => {
	const before = { sweepNeeded: true, enteredAt: null };
	expect([stepAfter('check', before), stepAfter('sweep', before)]).toEqual(['sweep', 'place']);
	expect(stepAfter('check', { sweepNeeded: false, enteredAt: null })).toBe('place');
	expect(stepAfter('check', { sweepNeeded: true, enteredAt: STARTS })).toBe('place');
});
