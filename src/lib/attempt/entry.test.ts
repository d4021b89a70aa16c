// From the first login to the interview's room: pledge, lot, and who may enter when.
import { describe, expect, test } from 'vitest';
import { initialState, type AttemptState } from './attempt-state.ts';
import {
	after,
	BEFORE,
	confirm,
	event,
	FROZEN,
	isKnown,
	opened,
	refusal,
	STARTS_AT,
	uuid,
	WHOLE_WAY
} from './testing/events.ts';

const OPENS_AT = STARTS_AT - WHOLE_WAY.rules.entryOpensBeforeMs;
const CLOSES_AT = STARTS_AT + WHOLE_WAY.rules.loginClosesAfterMs;
const begun = after([[BEFORE, opened(uuid(1))]], initialState(WHOLE_WAY));
const atPledge = after(
	[
		[BEFORE, confirm('process')],
		[BEFORE, confirm('lot')]
	],
	begun
);
const signed = (way: 'drawn' | 'typed' | 'ticked') => event('pledge.signed', { way });
const atGate = after(
	[
		[BEFORE, signed('drawn')],
		[BEFORE, confirm('notice')]
	],
	atPledge
);
const allowed = event('entry.allowed', {});

test('[C10] [C13] process, lot, pledge, notice: each is confirmed in its turn', () => {
	expect([begun, atPledge, atGate].map(({ stage }) => stage)).toEqual([
		'process',
		'pledge',
		'gate'
	]);
	expect(refusal(begun, confirm('notice'), BEFORE)).toBe('attempt.wrong-stage');
});

describe('[C13] the pledge', () => {
	test('is signed, not merely passed, and says in which way', () => {
		expect(refusal(atPledge, confirm('pledge'), BEFORE)).toBe('attempt.not-signed');
		for (const way of ['drawn', 'typed'] as const)
			expect(after([[BEFORE, signed(way)]], atPledge)).toMatchObject({
				signed: way,
				stage: 'notice'
			});
		expect(refusal(begun, signed('drawn'), BEFORE)).toBe('attempt.wrong-stage');
		expect(refusal(atGate, signed('typed'), BEFORE)).toBe('attempt.wrong-stage');
	});

	test('[C9] is only ticked by somebody who comes late', () => {
		expect(refusal(atPledge, signed('ticked'), STARTS_AT - 1)).toBe('attempt.not-signed');
		expect(after([[STARTS_AT, signed('ticked')]], atPledge).signed).toBe('ticked');
	});
});

describe('[C12] the lot', () => {
	const drawn = (number: number) => event('lot.drawn', { number, of: 30, by: 'candidate' });

	test('is turned up once, at any stage, and stays', () => {
		const state = after([[BEFORE, drawn(7)]], begun);
		expect(state.lot).toEqual({ number: 7, of: 30, at: BEFORE });
		expect(state.stage).toBe('process');
		expect(isKnown(state, drawn(8), BEFORE + 1)).toBe(true);
		expect(after([[STARTS_AT, drawn(9)]], atGate).lot?.number).toBe(9);
	});
});

describe('[C14] the entry', () => {
	const enter = confirm('gate');

	test('opens and closes by the server’s clock', () => {
		expect(refusal(atGate, enter, OPENS_AT - 1)).toBe('attempt.entry-not-open');
		const states = [OPENS_AT, STARTS_AT, CLOSES_AT - 1].map((at) => after([[at, enter]], atGate));
		expect(states.map(({ stage, enteredAt }) => [stage, enteredAt])).toEqual([
			['devices', OPENS_AT],
			['devices', STARTS_AT],
			['devices', CLOSES_AT - 1]
		]);
		expect(refusal(atGate, enter, CLOSES_AT)).toBe('attempt.entry-closed');
	});

	test('[C9] is late by a person’s leave only, and the end does not move for it', () => {
		const late = after([[CLOSES_AT, allowed]], atGate);
		expect(late.entryAllowedAt).toBe(CLOSES_AT);
		const state = after([[CLOSES_AT + 1, enter]], late);
		expect([state.stage, state.enteredAt, state.frozen.endsAt]).toEqual([
			'devices',
			CLOSES_AT + 1,
			WHOLE_WAY.endsAt
		]);
		expect(isKnown(late, allowed, CLOSES_AT + 2)).toBe(true);
	});

	test('a leave does not open the entry before its time', () => {
		const state = after([[BEFORE, allowed]], atGate);
		expect(refusal(state, enter, OPENS_AT - 1)).toBe('attempt.entry-not-open');
	});

	test('needs the phone, where the exam does not do without it', () => {
		const rules = { ...WHOLE_WAY.rules, phone: 'required', face: 'required' } as const;
		const strict = initialState({ ...WHOLE_WAY, rules });
		expect([strict.phone, strict.identity]).toEqual(['unbound', 'unconfirmed']);
		const state: AttemptState = { ...strict, stage: 'gate' };
		expect(refusal(state, enter, BEFORE)).toBe('attempt.phone-needed');
		expect(refusal({ ...state, phoneWaived: true }, enter, BEFORE)).toBeUndefined();
	});

	test('is `devices` where the plan has no gate; what comes after entry asks nobody', () => {
		const short = after([[BEFORE, opened(uuid(1))]], initialState(FROZEN));
		expect(refusal(short, confirm('devices'), OPENS_AT - 1)).toBe('attempt.entry-not-open');
		const entered = after([[BEFORE, enter]], atGate);
		expect(after([[CLOSES_AT + 1, confirm('devices')]], entered)).toMatchObject({
			stage: 'information',
			enteredAt: BEFORE
		});
	});
});

test('[C17] a mistake in the details is on record and holds up nobody', () => {
	const disputed = event('details.disputed', {});
	const state = after([[BEFORE, disputed]], atGate);
	expect([state.disputes, state.stage]).toEqual([1, 'gate']);
	expect(after([[BEFORE, disputed]], state).disputes).toBe(2);
	expect(isKnown(state, disputed, BEFORE)).toBe(false);
});
