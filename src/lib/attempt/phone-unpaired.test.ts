// Staff takes a phone's place away: nobody is in charge, nothing that it filmed is lost.
import { describe, expect, test } from 'vitest';
import { initialState, type AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';
import { phoneMissing, phoneOwesManifest } from './phone-transitions.ts';
import { transition } from './transition.ts';
import {
	after,
	BEFORE,
	confirm,
	endedBy,
	ENDS_AT,
	event,
	filming,
	FROZEN,
	interrupted,
	opened,
	openedPhone,
	partHeader,
	STARTS_AT,
	stoppedPhone,
	swept,
	uuid
} from './testing/events.ts';

const [DESKTOP, PHONE, OTHER] = [uuid(1), uuid(2), uuid(3)];
const NEEDED = { ...FROZEN, rules: { ...FROZEN.rules, phone: 'required' as const } };
const IN = STARTS_AT + 60_000;

const begun = after([[BEFORE, opened(DESKTOP)]], initialState(NEEDED));
const bound = after([[BEFORE, openedPhone(PHONE)]], begun);
const entered = after(
	[
		[BEFORE, swept()],
		[BEFORE + 1000, filming(BEFORE + 1000)],
		[BEFORE + 2000, confirm('devices')]
	],
	bound
);
const over = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], entered);

/** What this event notes of the phone: kind, from, until. */
function noted(state: AttemptState, one: AttemptEvent, at: number): unknown[] {
	const outcome = transition(state, one, at);
	if (outcome.refused) throw new Error(outcome.refused.code);
	return outcome.effects.flatMap(({ append }) =>
		append.type === 'incident.noted'
			? [[append.data.kind, append.data.from, append.data.until, append.data.track]]
			: []
	);
}

describe('[I5] staff unpairs the phone in charge', () => {
	const shut = event('lease.closed', { lease: PHONE, reason: 'staff' });
	const gone = after([[IN, shut]], entered);

	test('nothing is taken for filming any more, and what is not filmed counts from then', () => {
		expect(gone).toMatchObject({
			phone: 'unbound',
			leases: { [PHONE]: { open: false } },
			evidence: { lease: null, boundAt: null, filmingSince: null, interruptedAt: IN }
		});
		expect(phoneMissing(gone)).toBe('attempt.phone-needed');
		const next = after([[IN + 20_000, openedPhone(OTHER)]], gone);
		expect(noted(next, filming(IN + 30_000), IN + 30_000)).toEqual([
			['phone-interrupted', IN, IN + 30_000, 'evidence']
		]);
		expect(noted(gone, endedBy('clock', ENDS_AT), ENDS_AT)).toEqual([
			['phone-interrupted', IN, null, 'evidence']
		]);
	});

	test('one that had not begun to film, or was waived, leaves no interruption', () => {
		expect(after([[BEFORE, shut]], bound)).toMatchObject({
			...{ phone: 'unbound', evidence: { lease: null, interruptedAt: null } }
		});
		const waived = after([[BEFORE, event('phone.waived', {})]], bound);
		expect(after([[BEFORE, shut]], waived).phone).toBe('waived');
	});

	test('an interruption that stood goes on from its own beginning', () => {
		const lost = after([[IN - 1000, interrupted(IN - 2000)]], entered);
		expect(after([[IN, shut]], lost).evidence.interruptedAt).toBe(IN - 2000);
	});

	test('[C33] what it had not filmed before, and says late, moves the interruption back and never forward', () => {
		const told = after([[IN + 5000, interrupted(IN - 9000)]], gone);
		expect(told).toMatchObject({ phone: 'unbound', evidence: { interruptedAt: IN - 9000 } });
		expect(noted(told, endedBy('clock', ENDS_AT), ENDS_AT)).toEqual([
			['phone-interrupted', IN - 9000, null, 'evidence']
		]);
		for (const [state, late] of [
			[gone, interrupted(IN + 1000)],
			[told, interrupted(IN - 5000)],
			// the server’s own silence is no word of the phone
			[gone, interrupted(IN - 9000, 'silent')]
		] as const)
			expect(transition(state, late, IN + 6000)).toMatchObject({ known: true, state });
		// nobody has stopped filming before beginning
		const early = after([[IN + 5000, interrupted(0)]], gone);
		expect(early.evidence.interruptedAt).toBe(BEFORE + 1000);
	});

	test('[C33] that it had been stopped by hand before moves it back no less', () => {
		const told = after([[IN + 5000, stoppedPhone(IN - 9000)]], gone);
		expect(told).toMatchObject({ phone: 'unbound', evidence: { interruptedAt: IN - 9000 } });
		for (const [state, at] of [
			[gone, IN + 1000],
			[told, IN - 5000],
			[after([[BEFORE, shut]], bound), IN]
		] as const)
			expect(transition(state, stoppedPhone(at), IN + 6000)).toMatchObject({ known: true, state });
		const ended = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], gone);
		expect(noted(ended, stoppedPhone(IN - 9000), ENDS_AT + 5000)).toEqual([
			['phone-interrupted', IN - 9000, IN, 'evidence']
		]);
	});

	test('[C33] said after the end it is noted up to what was known; a phone that had not filmed has no such word', () => {
		const ended = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], gone);
		const late = interrupted(IN - 9000);
		expect(noted(ended, late, ENDS_AT + 5000)).toEqual([
			['phone-interrupted', IN - 9000, IN, 'evidence']
		]);
		expect(transition(after([[BEFORE, shut]], bound), late, IN)).toMatchObject({ known: true });
	});

	test('its sweep and its film still count when they come late', () => {
		expect(after([[IN + 1, swept()]], gone).evidence.sweep?.at).toBe(IN + 1);
		const film = event('part.announced', { ...partHeader(uuid(9), PHONE), track: 'evidence' });
		expect(after([[IN + 1, film]], gone).parts[uuid(9)]?.lease).toBe(PHONE);
	});

	test('after the end its film is still owed', () => {
		const late = after([[ENDS_AT + 1, shut]], over);
		expect(late).toMatchObject({ phone: 'interrupted', evidence: { lease: PHONE } });
		expect(phoneOwesManifest(late)).toBe(true);
	});

	test('another phone than the one in charge takes nothing away', () => {
		const replaced = after([[IN, openedPhone(OTHER)]], entered);
		const again = transition(replaced, shut, IN);
		expect(again).toMatchObject({ known: true, state: replaced });
	});
});
