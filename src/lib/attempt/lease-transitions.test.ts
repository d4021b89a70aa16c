import { describe, expect, test } from 'vitest';
import {
	after,
	BEFORE,
	confirmed,
	endedBy,
	event,
	isKnown,
	opened,
	refusal,
	STARTS_AT,
	uuid
} from './testing/events.ts';

const [FIRST, REQUEST, NEWER] = [uuid(1), uuid(2), uuid(3)];
const preparing = after([[BEFORE, opened(FIRST)]]);
const asks = (request: string) => event('lease.asked', { request });
const asked = after([[BEFORE + 5, asks(REQUEST)]], preparing);
const answer = (granted: boolean, by: 'device' | 'staff' | 'silence' | 'withdrawn') =>
	event('lease.answered', { request: REQUEST, granted, by });

describe('[C8] another device asks', () => {
	test('it is an incident, and nothing moves before somebody has answered', () => {
		expect(asked.request).toEqual({ id: REQUEST, at: BEFORE + 5 });
		expect(asked.noticed['second-login']).toBe(1);
		expect([asked.lease, asked.leases[REQUEST]]).toEqual([FIRST, undefined]);
		expect(isKnown(asked, asks(REQUEST), BEFORE + 6)).toBe(true);
	});

	test('a newer question takes the place of one that nobody has answered', () => {
		const state = after([[BEFORE + 9, asks(NEWER)]], asked);
		expect(state.request?.id).toBe(NEWER);
		expect(refusal(state, answer(true, 'staff'), BEFORE + 9)).toBe('attempt.no-request');
	});

	test('granted, it is the one in charge, and the first one is closed', () => {
		const state = after([[BEFORE + 9, answer(true, 'device')]], asked);
		expect([state.lease, state.request]).toEqual([REQUEST, null]);
		expect([state.leases[FIRST]?.open, state.leases[REQUEST]?.open]).toEqual([false, true]);
		expect(isKnown(state, asks(REQUEST), BEFORE + 9)).toBe(true);
	});

	test('refused or withdrawn, everything is as it was', () => {
		for (const by of ['device', 'withdrawn'] as const) {
			const state = after([[BEFORE + 9, answer(false, by)]], asked);
			expect([state.lease, state.request]).toEqual([FIRST, null]);
			expect(state.leases[FIRST]?.open).toBe(true);
		}
		expect(refusal(preparing, answer(true, 'staff'), BEFORE)).toBe('attempt.no-request');
	});

	test('after entry the first device cannot give it away; staff, or its silence, can', () => {
		const entered = after(
			[
				[BEFORE, confirmed],
				[BEFORE, asks(REQUEST)]
			],
			preparing
		);
		expect(refusal(entered, answer(true, 'device'), STARTS_AT)).toBe('attempt.needs-consent');
		for (const by of ['staff', 'silence'] as const)
			expect(after([[STARTS_AT, answer(true, by)]], entered).lease).toBe(REQUEST);
	});

	test('a question is over with the interview, and when somebody has come in another way', () => {
		const entered = after([[BEFORE, confirmed]], asked);
		const at = STARTS_AT + 60_000;
		expect(after([[at, endedBy('staff', at)]], entered).request).toBeNull();
		expect(after([[BEFORE, opened(NEWER)]], asked).request).toBeNull();
	});
});
