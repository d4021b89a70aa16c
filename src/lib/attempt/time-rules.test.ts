import { describe, expect, test } from 'vitest';
import { initialState } from './attempt-state.ts';
import {
	dueEvents,
	entryAt,
	entryOpensAt,
	firstLoginClosesAt,
	isLate,
	loginOpensAt,
	nextDue
} from './time-rules.ts';
import {
	after,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	FROZEN,
	opened,
	STARTS_AT,
	uuid
} from './testing/events.ts';

const waiting = after([
	[BEFORE, opened(uuid(1))],
	[BEFORE, confirmed]
]);
const answering = after(
	[[STARTS_AT, { type: 'interview.started', data: { by: 'clock' } }]],
	waiting
);
const types = (state: typeof waiting, now: number): string[] =>
	dueEvents(state, now).map((event) => event.type);

test('[C5] [C9] the windows hang on the start, whatever the clock of whoever asks', () => {
	expect(loginOpensAt(FROZEN, FROZEN.rules)).toBe(STARTS_AT - 30 * 60_000);
	expect(entryOpensAt(FROZEN, FROZEN.rules)).toBe(STARTS_AT - 10 * 60_000);
	expect(firstLoginClosesAt(FROZEN, FROZEN.rules)).toBe(STARTS_AT + 3 * 60_000);
});

test('[C9] [C14] entry: not open, open, closed, open again by a person’s leave', () => {
	const times = [
		STARTS_AT - 600_001,
		STARTS_AT - 600_000,
		STARTS_AT + 179_999,
		STARTS_AT + 180_000
	];
	const preparing = initialState(FROZEN);
	const at = (state: typeof waiting) => times.map((now) => entryAt(state, now));
	expect(at(preparing)).toEqual(['not-open', 'open', 'open', 'closed']);
	const allowed = { ...preparing, entryAllowedAt: STARTS_AT + 200_000 };
	expect(at(allowed)).toEqual(['not-open', 'open', 'open', 'open']);
});

test('[C9] late is who is not on the waiting page at the start', () => {
	const preparing = initialState(FROZEN);
	expect([STARTS_AT - 1, STARTS_AT].map((now) => isLate(preparing, now))).toEqual([false, true]);
	expect(isLate(waiting, STARTS_AT)).toBe(false);
});

test('[C23] the clock looks again at the start, at the official end with what was granted, then never', () => {
	expect(nextDue(waiting)).toBe(STARTS_AT);
	for (const state of [initialState(FROZEN), answering]) expect(nextDue(state)).toBe(ENDS_AT);
	expect(nextDue({ ...answering, grantedMs: 5000 })).toBe(ENDS_AT + 5000);
	expect(nextDue(after([[ENDS_AT, endedBy('clock', ENDS_AT)]], answering))).toBeNull();
});

describe('[C19] the start is a condition', () => {
	test('true from the start second on, for whoever waits', () => {
		expect(types(waiting, STARTS_AT - 1)).toEqual([]);
		expect(types(waiting, STARTS_AT)).toEqual(['interview.started']);
		expect(types(waiting, ENDS_AT - 1)).toEqual(['interview.started']);
	});
	test('not for somebody who has not come so far', () => {
		expect(types(initialState(FROZEN), STARTS_AT)).toEqual([]);
	});
});

describe('[C23] the end second', () => {
	test('ends whatever stage it finds, once', () => {
		expect(types(answering, ENDS_AT - 1)).toEqual([]);
		for (const state of [answering, initialState(FROZEN)])
			expect(dueEvents(state, ENDS_AT + 5000)).toEqual([endedBy('clock', ENDS_AT)]);
	});
	test('tells the start too when nobody asked in between', () => {
		expect(types(waiting, ENDS_AT + 5000)).toEqual(['interview.started', 'interview.ended']);
	});
	test('is over for somebody who had ended before', () => {
		const early = after([[STARTS_AT + 9000, endedBy('candidate', STARTS_AT + 9000)]], answering);
		expect(types(early, ENDS_AT + 5000)).toEqual([]);
	});
});
