// Who the candidate is, beside the stage: what they agreed to, what a machine made of it, what a person said.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState, wholeState, type AttemptState } from './attempt-state.ts';
import { MAX_FACE_REFUSALS, type AttemptEvent, type EventData } from './events.ts';
import { withExemptions } from './exemptions.ts';
import { mayLookAtFace, mayWatchFace } from './identity-transitions.ts';
import { refuseFromLease } from './lease-rules.ts';
import {
	after,
	BEFORE,
	event,
	FROZEN,
	isKnown,
	opened,
	openedPhone,
	refusal,
	uuid
} from './testing/events.ts';
import { transition } from './transition.ts';

const NEEDED = { ...FROZEN, rules: { ...FROZEN.rules, face: 'required' as const } };
const fresh = initialState(NEEDED);
const LOGIN = uuid(90);
const consent = (given: boolean, version = 'v1', login: string | null = LOGIN) =>
	event('face.consent', { given, version, login });
type Verdict = EventData<'face.checked'>['verdict'];
const check = (verdict: Verdict, n = 1) =>
	event('face.checked', {
		check: uuid(n),
		verdict,
		fault: verdict === 'accepted' ? null : 'other-person'
	});
const admitted = event('face.admitted', { check: uuid(5) });
const seenByEye = event('identity.confirmed', {
	...{ samePerson: true, earsAndFaceFree: true, noFilter: true, noHeavyMakeUp: true }
});
const agreed = after([[BEFORE, consent(true)]], fresh);
const said = (...events: AttemptEvent[]): AttemptState =>
	after(
		events.map((one) => [BEFORE, one]),
		agreed
	);

describe('[C7] consent', () => {
	test('comes before any look at a face', () => {
		expect(mayLookAtFace(fresh)).toBe(false);
		expect(refusal(fresh, check('accepted'), BEFORE)).toBe('identity.consent-needed');
		expect(mayLookAtFace(agreed)).toBe(true);
		expect(agreed.face.consent).toEqual({ given: true, version: 'v1', login: LOGIN, at: BEFORE });
	});

	test('is kept with the text that was read, refused as well as given, and can be taken back', () => {
		const back = after([[BEFORE + 1, consent(false)]], agreed);
		expect(back.face.consent).toEqual({
			given: false,
			version: 'v1',
			login: LOGIN,
			at: BEFORE + 1
		});
		expect(mayLookAtFace(back)).toBe(false);
		expect(refusal(back, check('accepted'), BEFORE + 2)).toBe('identity.consent-needed');
		expect(isKnown(back, consent(false), BEFORE + 3)).toBe(true);
		// of another text it is asked anew
		expect(isKnown(agreed, consent(true, 'v2'), BEFORE + 3)).toBe(false);
	});

	test('taken back ends the wait for a person', () => {
		const waiting = said(check('person'));
		expect(waiting.face.askedAt).toBe(BEFORE);
		expect(after([[BEFORE, consent(false)]], waiting).face.askedAt).toBeNull();
	});

	test('counts for nothing where the exam, or this candidate, does without a face', () => {
		for (const rules of [FROZEN.rules, withExemptions(NEEDED.rules, ['face'])])
			expect(
				mayLookAtFace(after([[BEFORE, consent(true)]], initialState({ ...FROZEN, rules })))
			).toBe(false);
	});

	test('[C30] in the interview counts what was said there, or in a login that got in since', () => {
		expect(mayWatchFace(agreed)).toBe(false);
		expect(mayWatchFace(said(check('accepted')))).toBe(true);
		expect(mayWatchFace(said(admitted))).toBe(true);
		expect(mayWatchFace(said(consent(true, 'v1', null)))).toBe(true);
		// taken back on the computer, and agreed to again by somebody who knows number and digits
		const back = said(check('accepted'), consent(false, 'v1', null));
		const again = after([[BEFORE + 5, consent(true, 'v1', uuid(91))]], back);
		expect([mayLookAtFace(again), mayWatchFace(again)]).toEqual([true, false]);
	});

	test('may be said by the candidate’s computer, not by the phone', () => {
		const here = after(
			[
				[BEFORE, opened(uuid(1))],
				[BEFORE, openedPhone(uuid(2))]
			],
			fresh
		);
		expect(refuseFromLease(here, uuid(1), consent(false))).toBeNull();
		expect(refuseFromLease(here, uuid(2), consent(false))?.code).toBe('token.wrong-scope');
		// and whose face it is is the server's word alone
		const face = { kind: 'other-face' as const, from: BEFORE, until: BEFORE, track: null };
		expect(refuseFromLease(here, uuid(1), event('incident.noted', face))?.code).toBe(
			'token.wrong-scope'
		);
	});
});

describe('[C6] checks', () => {
	test('one that is accepted leaves the identity unconfirmed until a person has looked', () => {
		const accepted = said(check('accepted', 7));
		expect(accepted.face.accepted).toEqual({ check: uuid(7), at: BEFORE });
		expect(accepted.identity).toBe('unconfirmed');
		expect(said(check('accepted'), seenByEye).identity).toBe('confirmed');
	});

	test('[C7] after three refusals a person is asked', () => {
		expect(said(check('again'), check('again')).face).toMatchObject({ refusals: 2, askedAt: null });
		const third = said(check('again'), check('again'), check('again'));
		expect(third.face).toMatchObject({ refusals: MAX_FACE_REFUSALS, askedAt: BEFORE });
		expect(said(check('again'), check('accepted')).face.refusals).toBe(0);
	});

	test('a person who lets somebody in ends the wait and the count', () => {
		const inside = said(check('person'), check('again'), admitted);
		expect(inside.face).toMatchObject({
			refusals: 0,
			askedAt: null,
			admitted: { check: uuid(5), at: BEFORE }
		});
		expect(inside.identity).toBe('unconfirmed');
	});

	test('[I4] a person confirms whom no machine has looked at, too', () => {
		expect(after([[BEFORE, seenByEye]], initialState(FROZEN)).identity).toBe('confirmed');
		expect(isKnown(said(seenByEye), seenByEye, BEFORE)).toBe(true);
	});

	test('in any order: nothing is accepted without consent, no count is lost, nothing else moves', () => {
		const any = fc.oneof(
			fc.boolean().map((given) => consent(given)),
			fc.constantFrom<Verdict>('accepted', 'again', 'person').map((verdict) => check(verdict)),
			fc.constantFrom(admitted, seenByEye)
		);
		fc.assert(
			fc.property(fc.array(any, { maxLength: 20 }), (events) => {
				let state = fresh;
				for (const one of events) {
					const before = state;
					const outcome = transition(state, one, BEFORE);
					if (!outcome.refused) state = outcome.state;
					const looked = one.type === 'face.checked';
					if (looked) expect(outcome.refused === undefined).toBe(mayLookAtFace(before));
					expect({ ...state, face: null, identity: null }).toEqual({
						...fresh,
						face: null,
						identity: null
					});
				}
				if (state.face.refusals >= MAX_FACE_REFUSALS && state.face.consent?.given)
					expect(state.face.askedAt).not.toBeNull();
			}),
			{
				// refused three times, taken back and given again: a person is asked again
				examples: [
					[
						[
							consent(true),
							check('again'),
							check('again'),
							check('again'),
							consent(false),
							consent(true)
						]
					]
				]
			}
		);
	});
});

test('[C6] a projection that an earlier version has kept knows no face, and lacks nothing', () => {
	const { face: _face, incidents: _incidents, ...kept } = fresh;
	expect(wholeState(kept as AttemptState)).toEqual(fresh);
});
