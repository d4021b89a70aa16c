import { expect, test } from 'vitest';
import { examFacts, MINUTE_MS, NINE, sittingAt } from '../exam/testing/facts.ts';
import { checkedSitting, lengthOf, loginStillOpens } from './checked-sitting.ts';

const exam = examFacts({ sittings: [sittingAt('A', NINE), sittingAt('B', NINE + 60 * MINUTE_MS)] });

test('[C4] the next sitting is checked for, its login counted down to', () => {
	const early = NINE - 40 * MINUTE_MS;
	expect(checkedSitting(exam, early)?.code).toBe('A');
	expect(lengthOf(checkedSitting(exam, early))).toBe(15 * MINUTE_MS);
	expect(loginStillOpens(exam, early)).toBe(NINE - 30 * MINUTE_MS);
	expect(loginStillOpens(exam, NINE - 30 * MINUTE_MS)).toBeNull();
	expect(loginStillOpens(exam, NINE + 20 * MINUTE_MS)).toBe(NINE + 30 * MINUTE_MS);
});

test('[C1, C4] the announced window may open later than the login', () => {
	const late = { ...exam, opensAt: NINE - 10 * MINUTE_MS };
	expect(loginStillOpens(late, NINE - 40 * MINUTE_MS)).toBe(NINE - 10 * MINUTE_MS);
});

test('[C4] when all is over, and without an exam, no sitting is meant', () => {
	expect(checkedSitting(exam, NINE + 300 * MINUTE_MS)).toBeNull();
	expect(loginStillOpens(exam, NINE + 300 * MINUTE_MS)).toBeNull();
	expect([checkedSitting(null, 0), lengthOf(null), loginStillOpens(null, 0)]).toEqual([
		...[null, null, null]
	]);
});
