import { expect, test } from 'vitest';
import { ROLES, type Person, type Role } from '../accounts/permissions.ts';
import { initialState, type AttemptState } from '../attempt/attempt-state.ts';
import { BEFORE, ENDS_AT, FROZEN, STARTS_AT } from '../attempt/testing/events.ts';
import { worstUnjudged } from '../integrity/incident-summary.ts';
import { candidateFacts, viewPermission, permissionsOf } from './candidate-view-of.ts';

const place = { exam: 'e', room: 'r' };
const person = (role: Role): Person => ({
	...{ account: 'a', name: '', grants: [{ role, exam: null, room: null }], candidate: null }
});

test('[I2] who acts or sees the recording has the page; of a technician it asks what they do not hold', () => {
	const held = ROLES.filter((role) => {
		const one = person(role);
		return permissionsOf(one, place).includes(viewPermission(one, place));
	});
	expect(held).toEqual(['invigilator', 'administrator', 'auditor']);
	expect(viewPermission(person('auditor'), null)).toBe('recording.view');
	expect(viewPermission(null, null)).toBe('attempt.act');
});

const away = (more: object = {}) => ({
	...{ kind: 'several-faces', track: 'camera', from: STARTS_AT + 1000, until: STARTS_AT + 60_000 },
	...{ toldAt: STARTS_AT + 60_000, times: 1, comments: 0 },
	...more
});
const state = (more: Partial<AttemptState> = {}): AttemptState => ({
	...initialState(FROZEN),
	...{ enteredAt: STARTS_AT - 1000, startedAt: STARTS_AT, stage: 'answer' },
	...more
});
const waits = (more: Partial<AttemptState>, now = STARTS_AT + 90_000) =>
	candidateFacts(state(more), now).waits.map(({ kind, count }) => `${kind} ${String(count)}`);

test('[I2][I4] what waits: judged incidents need nobody, a violation needs a second person', () => {
	const incidents = {
		a: away(),
		b: away({ from: STARTS_AT }),
		c: away({ kind: 'page-reloaded', track: null })
	} as unknown as AttemptState['incidents'];
	expect(waits({ incidents })).toEqual(['to-judge 2']);
	const violation = { verdict: 'violation', at: 0, reviewed: false, times: 1 } as const;
	expect(waits({ incidents, judgements: { a: violation } })).toEqual(['to-judge 1', 'to-review 1']);
	const reviewed = { ...violation, reviewed: true };
	expect(waits({ incidents, judgements: { a: reviewed, b: reviewed } })).toEqual([]);
	const { incidents: shown } = candidateFacts(state({ incidents }), STARTS_AT + 90_000);
	expect(shown.map(({ key }) => key)).toEqual(['b', 'a', 'c']);
});

test('[I2] a device that asks, a late comer, details, warnings, an upload that is outstanding', () => {
	const request = { id: 'x', at: STARTS_AT };
	expect(waits({ request })).toEqual(['device-asking 1']);
	// before the entry the first device decides
	expect(waits({ request, enteredAt: null }, BEFORE)).toEqual([]);
	const face = { ...initialState(FROZEN).face, askedAt: STARTS_AT };
	expect(waits({ face })).toEqual(['face-asking 1']);
	expect(waits({ face, lease: 'x' })).toEqual([]);
	expect(waits({ disputes: 1 })).toEqual(['disputed 1']);
	expect(waits({ disputes: 1, disputeSettledAt: 1 })).toEqual([]);
	const warnings = { w: { at: 1, acknowledgedAt: null }, v: { at: 1, acknowledgedAt: 2 } };
	expect(waits({ warnings })).toEqual(['unacknowledged 1']);
	const over: Partial<AttemptState> = { ended: { at: ENDS_AT, by: 'clock' }, stage: 'upload' };
	expect(waits({ ...over, warnings, request, face })).toEqual(['upload-outstanding 1']);
	expect(waits({ ...over, lostAt: 1 })).toEqual([]);
	expect(waits({ ...over, stage: 'done' })).toEqual([]);
});

test('[I1] [I2] [C33] a phone that does not film is told as the wall weighs it, until it is an incident', () => {
	const evidence = { ...initialState(FROZEN).evidence, interruptedAt: STARTS_AT };
	const off = state({ phone: 'interrupted', evidence });
	const at = (now: number, one = off) => candidateFacts(one, now).phoneNow;
	for (const ms of [1000, 119_999, 120_000])
		expect(at(STARTS_AT + ms)).toEqual(worstUnjudged(off, STARTS_AT + ms));
	expect(at(STARTS_AT + 1000)).toMatchObject({ key: null, severity: 'attention' });
	expect(at(STARTS_AT + 120_000)).toMatchObject({ severity: 'serious', from: STARTS_AT });
	expect(at(STARTS_AT + 1000, state())).toBeNull();
	expect(at(ENDS_AT, { ...off, ended: { at: ENDS_AT, by: 'clock' } })).toBeNull();
});

test('[I2] what the projection does not keep is counted', () => {
	const noticed = { 'several-faces': 3, copied: 2 };
	const incidents = { a: away() } as unknown as AttemptState['incidents'];
	expect(candidateFacts(state({ noticed, incidents }), STARTS_AT).more).toBe(4);
});
