import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../attempt/rules.ts';
import { expectedBytes } from './space.ts';

test('[C15] a 30-minute sitting of 200 candidates reserves about 150 GB, copies and waiting included', () => {
	const sitting = { candidates: 200, startsAt: 0, endsAt: 30 * 60_000, rules: DEFAULT_RULES };
	expect(expectedBytes(sitting) / 1e9).toBeCloseTo(150.9, 1);
});
