import { describe, expect, test } from 'vitest';
import { initialState } from './attempt-state.ts';
import { entryToldAgain } from './entry-again.ts';
import {
	after,
	BEFORE,
	confirm,
	event,
	FROZEN,
	opened,
	refusal,
	STARTS_AT,
	uuid
} from './testing/events.ts';
import { entryOpensAt, firstLoginClosesAt } from './time-rules.ts';

const MINUTE_MS = 60_000;
const OPENS_AT = entryOpensAt(FROZEN, FROZEN.rules);
const CLOSES_AT = firstLoginClosesAt(FROZEN, FROZEN.rules);
const RESTORED_AT = CLOSES_AT + 10 * MINUTE_MS;
const LATER = RESTORED_AT + 5000;

const begun = after([[BEFORE, opened(uuid(1))]], initialState(FROZEN));
const told = (clientAt: number, restoredAt: number | null = RESTORED_AT) =>
	entryToldAgain(begun, confirm('devices'), clientAt, restoredAt);
const dataOf = (clientAt: number, restoredAt?: number | null) => told(clientAt, restoredAt).data;

describe('[C9] an entry that is told again after a backup', () => {
	test('is judged by when it happened, and what was answered since counts', () => {
		const entered = after([[LATER, told(BEFORE)]], begun);
		expect(entered.enteredAt).toBe(BEFORE);
		const answered = event('question.answered', { question: 1, at: STARTS_AT + MINUTE_MS });
		expect(refusal(entered, answered, LATER)).toBeUndefined();
	});

	test('is refused as ever when it was too late, or the server never was restored', () => {
		for (const one of [told(CLOSES_AT), told(RESTORED_AT), told(BEFORE, null)]) {
			expect(one).toEqual(confirm('devices'));
			expect(refusal(begun, one, LATER)).toBe('attempt.entry-closed');
		}
	});

	test('of after the backup is judged as every other', () => {
		expect(dataOf(BEFORE, BEFORE)).not.toHaveProperty('at');
		expect(dataOf(BEFORE, BEFORE + 1)).toMatchObject({ at: BEFORE });
	});

	test('by a clock that was a little early lies at the opening', () => {
		expect(dataOf(OPENS_AT - 2000)).toMatchObject({ at: OPENS_AT });
		expect(dataOf(OPENS_AT - 2001)).not.toHaveProperty('at');
	});

	test('only entry is', () => {
		const other = confirm('information');
		expect(entryToldAgain(begun, other, BEFORE, RESTORED_AT)).toBe(other);
	});
});
