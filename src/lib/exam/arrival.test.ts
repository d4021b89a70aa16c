import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalAt, isOpenAt, type ExamFacts } from './arrival.ts';
import { examFacts, MINUTE_MS, NINE, sittingAt } from './testing/facts.ts';

const [morning, noon] = [sittingAt('SL0900', NINE), sittingAt('SL1200', NINE + 180 * MINUTE_MS)];
const OPENS_AT = NINE - 24 * 60 * MINUTE_MS;
const CLOSES_AT = NINE + 24 * 60 * MINUTE_MS;
const exam = (changes: Partial<ExamFacts> = {}): ExamFacts =>
	examFacts({ opensAt: OPENS_AT, closesAt: CLOSES_AT, sittings: [morning, noon], ...changes });

describe('an exam’s address', () => {
	test('[C1] before its window says when it opens', () => {
		expect(arrivalAt(exam(), OPENS_AT - 1)).toMatchObject({
			kind: 'before',
			opensAt: OPENS_AT,
			sitting: morning
		});
		expect(arrivalAt(exam(), OPENS_AT).kind).toBe('early');
	});

	test('[C1] from the second its window closes on it is over', () => {
		expect(arrivalAt(exam(), CLOSES_AT - 1).kind).toBe('over');
		expect(arrivalAt(exam(), CLOSES_AT)).toMatchObject({ kind: 'after', sitting: noon });
	});

	test('[C5] counts down to the next login, and the login opens at that very millisecond', () => {
		expect(arrivalAt(exam(), morning.loginOpensAt - 1)).toEqual({
			kind: 'early',
			opensAt: morning.loginOpensAt,
			sitting: morning
		});
		expect(arrivalAt(exam(), morning.loginOpensAt)).toEqual({ kind: 'open', sitting: morning });
	});

	test('[C9] stays open to the end of the sitting: who had entered comes back', () => {
		expect(arrivalAt(exam(), morning.endsAt - 1)).toEqual({ kind: 'open', sitting: morning });
		expect(arrivalAt(exam(), morning.endsAt)).toMatchObject({ kind: 'early', sitting: noon });
	});

	test('[C5] of two sittings that overlap the later one counts', () => {
		const close = sittingAt('SL0910', NINE + 10 * MINUTE_MS);
		const both = exam({ sittings: [morning, close] });
		expect(arrivalAt(both, close.loginOpensAt)).toEqual({ kind: 'open', sitting: close });
	});

	test('[C1] without an announced window it is always open', () => {
		const always = exam({ opensAt: null, closesAt: null, sittings: [] });
		expect(arrivalAt(always, 0)).toEqual({ kind: 'over', sitting: null });
		expect(isOpenAt(always, 0)).toBe(true);
	});

	test('[C1] is open exactly between its two ends, whatever the sittings', () => {
		fc.assert(
			fc.property(fc.integer({ min: -3000, max: 3000 }), (minutes) => {
				const now = NINE + minutes * MINUTE_MS;
				const shut = ['before', 'after'].includes(arrivalAt(exam(), now).kind);
				expect(isOpenAt(exam(), now)).toBe(!shut);
			})
		);
	});
});
