import { describe, expect, test } from 'vitest';
import { initialState } from './attempt-state.ts';
import { entryToldAgain } from './entry-again.ts';
import {
	after,
	BEFORE,
	confirm,
	event,
	FROZEN,
	filming,
	opened,
	openedPhone,
	refusal,
	STARTS_AT,
	swept,
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

describe('[C11] the phone’s page that was left before a backup', () => {
	const plan = ['phone' as const, ...FROZEN.rules.plan];
	const frozen = { ...FROZEN, rules: { ...FROZEN.rules, phone: 'required' as const, plan } };
	const fresh = after([[BEFORE, opened(uuid(1))]], initialState(frozen));
	const again = (clientAt: number, restoredAt: number | null = RESTORED_AT) =>
		entryToldAgain(fresh, confirm('phone'), clientAt, restoredAt);
	const enterAgain = (state: typeof fresh) =>
		entryToldAgain(state, confirm('devices'), BEFORE + 2000, RESTORED_AT);

	test('is left again, and the entry behind it stands, before the phone is heard of', () => {
		const passed = after([[LATER, again(BEFORE + 1000)]], fresh);
		expect(passed).toMatchObject({ stage: 'devices', enteredAt: null, phone: 'unbound' });
		const entered = after([[LATER, enterAgain(passed)]], passed);
		expect(entered).toMatchObject({ enteredAt: BEFORE + 2000, phone: 'unbound' });
	});

	test('by a device of after the restore is asked for its phone as ever', () => {
		for (const one of [again(RESTORED_AT), again(BEFORE, null)])
			expect(refusal(fresh, one, LATER)).toBe('attempt.phone-needed');
	});

	test('the phone that is bound anew tells its part again, in whatever order', () => {
		const passed = after([[LATER, again(BEFORE + 1000)]], fresh);
		const entered = after([[LATER, enterAgain(passed)]], passed);
		const told = after(
			[
				[LATER + 1000, openedPhone(uuid(2))],
				[LATER + 1001, swept()],
				[LATER + 1002, filming(BEFORE + 900)]
			],
			entered
		);
		expect(told).toMatchObject({ phone: 'filming', noticed: {} });
		expect(told.evidence.filmingSince).toBe(BEFORE + 900);
	});
});
