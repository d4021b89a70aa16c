// The phone beside the stage: what of it is a fact, what is an incident, and what the entry asks of it.
import { describe, expect, test } from 'vitest';
import { initialState, wholeState, type AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';
import { phoneMissing } from './phone-transitions.ts';
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
	isKnown,
	opened,
	openedPhone,
	refusal,
	STARTS_AT,
	stoppedPhone,
	swept,
	uuid
} from './testing/events.ts';

const [DESKTOP, PHONE, OTHER] = [uuid(1), uuid(2), uuid(3)];
const NEEDED = { ...FROZEN, rules: { ...FROZEN.rules, phone: 'required' as const } };
const MINUTE_MS = 60_000;
const IN = STARTS_AT + MINUTE_MS;

const begun = after([[BEFORE, opened(DESKTOP)]], initialState(NEEDED));
const bound = after([[BEFORE, openedPhone(PHONE)]], begun);
const ready = after(
	[
		[BEFORE, swept()],
		[BEFORE + 1000, filming(BEFORE + 1000)]
	],
	bound
);
const ENTERED = BEFORE + 2000;
const entered = after([[ENTERED, confirm('devices')]], ready);
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
const silent = (at: number) => interrupted(at, 'silent');

describe('[C14] the entry', () => {
	test('asks for a bound phone, its sweep and that it films, in this order', () => {
		const enter = confirm('devices');
		const sweptOnly = after([[BEFORE, swept()]], bound);
		const filmsOnly = after([[BEFORE, filming(BEFORE)]], bound);
		expect(refusal(begun, enter, BEFORE)).toBe('attempt.phone-needed');
		expect(refusal(bound, enter, BEFORE)).toBe('attempt.sweep-needed');
		expect(refusal(filmsOnly, enter, BEFORE)).toBe('attempt.sweep-needed');
		expect(refusal(sweptOnly, enter, BEFORE)).toBe('attempt.phone-needed');
		expect(refusal(ready, enter, BEFORE + 1000)).toBeUndefined();
	});

	test('is not given while it is interrupted, stopped or another one has just been bound', () => {
		for (const one of [interrupted(BEFORE), stoppedPhone(BEFORE), openedPhone(OTHER)]) {
			const state = after([[BEFORE + 1500, one]], ready);
			expect(phoneMissing(state)).toBe('attempt.phone-needed');
		}
	});

	test('does without where exam, candidate or a person says so; without a sweep where that is waived', () => {
		const rules = { ...NEEDED.rules, sweep: 'waived' as const };
		const noSweep = { ...bound, frozen: { ...NEEDED, rules } };
		expect(phoneMissing(after([[BEFORE, filming(BEFORE)]], noSweep))).toBeNull();
		expect(phoneMissing(initialState(FROZEN))).toBeNull();
		for (const state of [begun, bound]) {
			const waived = after([[BEFORE, event('phone.waived', {})]], state);
			expect(phoneMissing(waived)).toBeNull();
			expect(isKnown(waived, event('phone.waived', {}), BEFORE)).toBe(true);
		}
	});

	test('the page of the phone is left by the same', () => {
		const rules = { ...NEEDED.rules, plan: ['phone' as const, ...FROZEN.rules.plan] };
		const at = (state: AttemptState) => ({ ...state, frozen: { ...NEEDED, rules } });
		const first = { ...at(bound), stage: 'phone' as const };
		expect(refusal(first, confirm('phone'), BEFORE)).toBe('attempt.sweep-needed');
		const left = after([[BEFORE + 1000, confirm('phone')]], { ...at(ready), stage: 'phone' });
		expect(left.stage).toBe('devices');
	});
});

describe('[P5] binding', () => {
	test('makes a phone the one in charge; the desktop stays what it was', () => {
		expect(bound).toMatchObject({
			...{ phone: 'bound', lease: DESKTOP },
			evidence: { lease: PHONE, boundAt: BEFORE, filmingSince: null, interruptedAt: null }
		});
		expect(bound.leases[DESKTOP]?.open).toBe(true);
		expect(isKnown(bound, openedPhone(PHONE), BEFORE)).toBe(true);
	});

	test('another one shuts the first, and what it did not film counts from then', () => {
		const replaced = after([[IN, openedPhone(OTHER)]], entered);
		expect(replaced).toMatchObject({ phone: 'bound', lease: DESKTOP });
		expect(replaced.evidence).toMatchObject({
			lease: OTHER,
			filmingSince: null,
			interruptedAt: IN
		});
		expect(replaced.leases).toMatchObject({ [PHONE]: { open: false }, [OTHER]: { open: true } });
		expect(noted(replaced, filming(IN + 30_000), IN + 30_100)).toEqual([
			['phone-interrupted', IN, IN + 30_000, 'evidence']
		]);
	});

	test('in place of one that had fallen silent, from when that was last heard', () => {
		const lost = after([[IN + 4000, silent(IN)]], entered);
		const replaced = after([[IN + 60_000, openedPhone(OTHER)]], lost);
		expect(noted(replaced, filming(IN + 90_000), IN + 90_000)).toEqual([
			['phone-interrupted', IN, IN + 90_000, 'evidence']
		]);
	});
});

describe('[P3] the sweep', () => {
	test('is repeatable: the last one counts', () => {
		const again = after([[BEFORE + 9000, swept({ sectors: 12, faceShare: 0.9 })]], ready);
		expect(again.evidence.sweep).toEqual({
			...{ way: 'sensor', sectors: 12, ms: 30_000, faceShare: 0.9, at: BEFORE + 9000 }
		});
		expect(again.phone).toBe('filming');
	});
	test('needs a phone', () => {
		expect(refusal(begun, swept(), BEFORE)).toBe('evidence.not-bound');
		expect(refusal(begun, filming(BEFORE), BEFORE)).toBe('evidence.not-bound');
	});
});

describe('[C33] what the phone did not film', () => {
	const cut = after([[IN + 100, interrupted(IN)]], entered);
	const lost = after([[IN + 4000, silent(IN)]], entered);

	test('is an incident with its span, once it films again', () => {
		expect(noted(cut, filming(IN + 9000), IN + 9100)).toEqual([
			['phone-interrupted', IN, IN + 9000, 'evidence']
		]);
		expect(after([[IN + 9100, filming(IN + 9000)]], cut)).toMatchObject({
			...{ phone: 'filming', stage: 'wait', noticed: { 'phone-interrupted': 1 } },
			evidence: { filmingSince: BEFORE + 1000, interruptedAt: null }
		});
	});

	test('mere silence is another one: it has filmed without a gap since before it', () => {
		for (const since of [BEFORE + 1000, IN])
			expect(noted(lost, filming(since), IN + 9000)).toEqual([
				['phone-silent', IN, IN + 9000, 'evidence']
			]);
		// killed, and opened anew: only the server's word says since when
		expect(noted(lost, filming(IN + 8000), IN + 9000)).toEqual([
			['phone-interrupted', IN, IN + 8000, 'evidence']
		]);
	});

	test('a phone that was cut off tells itself what it did meanwhile', () => {
		const told = after([[IN + 60_000, interrupted(IN + 20_000)]], lost);
		expect(noted(lost, interrupted(IN + 20_000), IN + 60_000)).toEqual([
			['phone-silent', IN, IN + 20_000, 'evidence']
		]);
		expect(noted(told, filming(IN + 30_000), IN + 60_000)).toEqual([
			['phone-interrupted', IN + 20_000, IN + 30_000, 'evidence']
		]);
	});

	test('said twice is one; the earlier instant stands', () => {
		expect(isKnown(cut, interrupted(IN), IN + 200)).toBe(true);
		expect(isKnown(cut, silent(IN + 500), IN + 5000)).toBe(true);
		expect(isKnown(entered, filming(IN), IN)).toBe(true);
		expect(after([[IN + 5000, interrupted(IN)]], lost).evidence.silent).toBe(false);
		const earlier = after([[IN + 5000, interrupted(IN - 3000)]], cut);
		expect(earlier.evidence.interruptedAt).toBe(IN - 3000);
		// of the phone's own words: the server's silence adds nothing to them, whenever that began
		expect(isKnown(cut, silent(IN - 3000), IN + 5000)).toBe(true);
	});

	test('never lies before the film, nor in the future', () => {
		expect(after([[IN, interrupted(0)]], entered).evidence.interruptedAt).toBe(BEFORE + 1000);
		expect(after([[IN, interrupted(IN + 5000)]], entered).evidence.interruptedAt).toBe(IN);
		expect(after([[IN, filming(IN + 5000)]], bound).evidence.filmingSince).toBe(IN);
	});

	test('before the entry is nobody’s business; what reaches into the interview begins with it', () => {
		const before = after([[BEFORE + 1100, interrupted(BEFORE + 1100)]], ready);
		expect(noted(before, filming(BEFORE + 1500), BEFORE + 1500)).toEqual([]);
		// let in by a waiver while it was away
		const inside = after(
			[
				[BEFORE + 1200, event('phone.waived', {})],
				[ENTERED, confirm('devices')]
			],
			before
		);
		expect(noted(inside, filming(ENTERED - 100), IN)).toEqual([]);
		expect(noted(inside, filming(IN), IN)).toEqual([
			['phone-interrupted', ENTERED, IN, 'evidence']
		]);
	});

	test('after the end is nobody’s business either', () => {
		const away = after([[ENDS_AT + 5000, interrupted(ENDS_AT + 4000)]], over);
		expect(noted(over, interrupted(ENDS_AT + 4000), ENDS_AT + 5000)).toEqual([]);
		expect(noted(away, filming(ENDS_AT + 9000), ENDS_AT + 9000)).toEqual([]);
	});

	test('and never came back is written down at the end, once', () => {
		const end = endedBy('clock', ENDS_AT);
		expect(noted(cut, end, ENDS_AT)).toEqual([['phone-interrupted', IN, null, 'evidence']]);
		expect(noted(lost, end, ENDS_AT)).toEqual([['phone-silent', IN, null, 'evidence']]);
		const ended = after([[ENDS_AT, end]], cut);
		expect(noted(ended, endedBy('staff', ENDS_AT - 9000), ENDS_AT + 5000)).toEqual([]);
		expect(noted(ended, stoppedPhone(ENDS_AT + 9000), ENDS_AT + 9000)).toEqual([]);
		expect(noted(entered, end, ENDS_AT)).toEqual([]);
	});

	test('is none where nothing of the interview is left', () => {
		const away = after(
			[
				[BEFORE + 1100, interrupted(BEFORE + 1100)],
				[BEFORE + 1200, event('phone.waived', {})],
				[ENTERED, confirm('devices')]
			],
			ready
		);
		expect(noted(away, endedBy('staff', ENTERED), ENTERED)).toEqual([]);
	});

	test('is written down also when it is told after the end', () => {
		expect(noted(over, interrupted(IN), ENDS_AT + 5000)).toEqual([
			['phone-interrupted', IN, null, 'evidence']
		]);
		const told = after([[ENDS_AT + 5000, interrupted(IN)]], over);
		expect(noted(told, interrupted(IN - 1000), ENDS_AT + 6000)).toEqual([]);
		const late = after([[ENDS_AT + 5000, interrupted(ENDS_AT + 1000)]], over);
		expect(noted(late, interrupted(IN), ENDS_AT + 6000)).toEqual([
			['phone-interrupted', IN, null, 'evidence']
		]);
	});
});

test('[C33] called silent at the end, and heard later that it did not film: that is told too', () => {
	const lost = after([[IN + 4000, silent(IN)]], entered);
	const ended = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], lost);
	expect(noted(ended, interrupted(IN - 1000), ENDS_AT + 2000)).toEqual([
		['phone-interrupted', IN - 1000, null, 'evidence']
	]);
});

describe('[P6] stopped by hand', () => {
	test('while the interview runs is an incident that stays open; filming again is possible', () => {
		expect(noted(entered, stoppedPhone(IN), IN)).toEqual([
			['phone-interrupted', IN, null, 'evidence']
		]);
		const stopped = after([[IN, stoppedPhone(IN)]], entered);
		expect(isKnown(stopped, stoppedPhone(IN + 1), IN + 1)).toBe(true);
		const again = after([[IN + 5000, filming(IN + 5000)]], stopped);
		expect(again).toMatchObject({ phone: 'filming', noticed: { 'phone-interrupted': 1 } });
		expect(again.incidents).toMatchObject({
			'phone-interrupted-1': { from: IN, until: IN + 5000 }
		});
	});

	test('after the interview is how it should be', () => {
		expect(noted(over, stoppedPhone(ENDS_AT + 5000), ENDS_AT + 5000)).toEqual([]);
	});

	test('during it and told after it is an incident all the same', () => {
		expect(noted(over, stoppedPhone(IN), ENDS_AT + 5000)).toEqual([
			['phone-interrupted', IN, null, 'evidence']
		]);
	});

	test('after an interruption counts from that one, after a silence from the hand', () => {
		const cut = after([[IN, interrupted(IN)]], entered);
		expect(noted(cut, stoppedPhone(IN + 9000), IN + 9000)).toEqual([
			['phone-interrupted', IN, null, 'evidence']
		]);
		const lost = after([[IN + 4000, silent(IN)]], entered);
		expect(noted(lost, stoppedPhone(IN + 9000), IN + 9000)).toEqual([
			['phone-silent', IN, IN + 9000, 'evidence'],
			['phone-interrupted', IN + 9000, null, 'evidence']
		]);
		expect(noted(lost, stoppedPhone(IN - 2000), IN + 9000)).toEqual([
			['phone-interrupted', IN - 2000, null, 'evidence']
		]);
		const lostToTheEnd = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], lost);
		expect(noted(lostToTheEnd, stoppedPhone(ENDS_AT + 60_000), ENDS_AT + 90_000)).toEqual([
			['phone-silent', IN, ENDS_AT + 60_000, 'evidence']
		]);
	});

	test('what does not film cannot be stopped', () => {
		expect(isKnown(bound, stoppedPhone(BEFORE), BEFORE)).toBe(true);
		expect(isKnown(bound, interrupted(BEFORE), BEFORE)).toBe(true);
	});
});

test('a projection that was kept before there were phones is completed', () => {
	const { evidence: _, phoneWaived: __, ...old } = after([[BEFORE, opened(DESKTOP)]]);
	const kept = { ...old, leases: { [DESKTOP]: { open: true, manifest: false } } };
	expect(wholeState(kept as unknown as AttemptState)).toEqual(after([[BEFORE, opened(DESKTOP)]]));
});
