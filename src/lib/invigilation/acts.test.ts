import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { initialState, type AttemptState } from '../attempt/attempt-state.ts';
import { UNDOABLE_ACTS } from '../attempt/events.ts';
import {
	after,
	BEFORE,
	confirmed,
	ENDS_AT,
	event,
	FROZEN,
	opened,
	openedPhone,
	STARTS_AT,
	uuid
} from '../attempt/testing/events.ts';
import { ActRequestSchema, STAFF_ACTS, type ActBody } from './act-form.ts';
import { kindOf, permissionFor, refusesNow, whyNoUndo } from './acts.ts';
import { actsViewOf, whyNotSecond, type JudgedLine } from './acts-view.ts';

const entered = after([
	[BEFORE, opened(uuid(1))],
	[BEFORE, confirmed]
]);
const T = STARTS_AT + 1000;
const grant = (ms: number) => event('time.granted', { ms });
const lost = (state: AttemptState) =>
	after([[ENDS_AT, event('interview.ended', { by: 'clock', at: ENDS_AT })]], state);

describe('[I4] what moved on since it was seen', () => {
	test('is told, for grants, lost time, judgements, the device that asks and the phone', () => {
		const incident = 'no-face-1';
		const noticed = after(
			[
				[T, grant(60_000)],
				[T, event('time.lost', { ms: 120_000 })],
				[T, openedPhone(uuid(7))],
				[T, event('lease.asked', { request: uuid(9) })],
				[T, event('incident.noted', { kind: 'no-face', from: T, until: T, track: null })],
				[T, event('incident.judged', { incident, verdict: 'noted', review: false })]
			],
			entered
		);
		const judge = (times: number): ActBody => ({
			...{ act: 'judge-incident', incident, verdict: 'violation', review: false },
			seen: { times }
		});
		const both: [ActBody, ActBody][] = [
			[
				{ act: 'grant-time', ms: 60_000, seen: { grants: 0 } },
				{ act: 'grant-time', ms: 60_000, seen: { grants: 1 } }
			],
			[
				{ act: 'note-time-lost', ms: 60_000, seen: { lostMs: 0 } },
				{ act: 'note-time-lost', ms: 60_000, seen: { lostMs: 120_000 } }
			],
			[judge(0), judge(1)],
			[
				{ act: 'answer-request', request: uuid(8), granted: true },
				{ act: 'answer-request', request: uuid(9), granted: true }
			],
			[
				{ act: 'unpair-phone', seen: { lease: uuid(6) } },
				{ act: 'unpair-phone', seen: { lease: uuid(7) } }
			],
			[
				{ act: 'undo', undoes: 'grant-time', seen: { grants: 0 } },
				{ act: 'undo', undoes: 'grant-time', seen: { grants: 1 } }
			]
		];
		for (const [old, present] of both) {
			expect(refusesNow(noticed, old, T), old.act).toBe('act.overtaken');
			expect(refusesNow(noticed, present, T), present.act).toBeNull();
		}
	});

	test('an incident of a name that every object has was never judged', () => {
		const noticed = after(
			[[T, event('incident.noted', { kind: 'no-face', from: T, until: T, track: null })]],
			entered
		);
		const body = (times: number): ActBody => ({
			...{ act: 'judge-incident', incident: 'constructor', verdict: 'noted', review: false },
			seen: { times }
		});
		expect(refusesNow(noticed, body(0), T)).toBeNull();
		expect(refusesNow(noticed, body(1), T)).toBe('act.overtaken');
	});
});

describe('[I4] why not', () => {
	test('[C23] time is not granted where the exam says so, and noted all the same', () => {
		const rules = { ...FROZEN.rules, mayGrantTime: false };
		const state = initialState({ ...FROZEN, rules });
		const ms = 60_000;
		expect(refusesNow(state, { act: 'grant-time', ms, seen: { grants: 0 } }, T)).toBe(
			'act.not-granted-here'
		);
		expect(refusesNow(state, { act: 'note-time-lost', ms, seen: { lostMs: 0 } }, T)).toBeNull();
	});

	test('a phone whose place was taken away is not unpaired twice, nor after the end', () => {
		const bound = after([[T, openedPhone(uuid(7))]], entered);
		const body: ActBody = { act: 'unpair-phone', seen: { lease: uuid(7) } };
		expect(refusesNow(bound, body, T)).toBeNull();
		const gone = after([[T, event('lease.closed', { lease: uuid(7), reason: 'staff' })]], bound);
		expect(refusesNow(gone, body, T)).toBe('evidence.not-bound');
		expect(refusesNow(lost(bound), body, ENDS_AT)).toBe('attempt.already-ended');
	});

	test('[C17] a reported mistake is settled once, until another is reported; and none that was not seen', () => {
		const settle = (disputes: number): ActBody => ({ act: 'settle-details', seen: { disputes } });
		const dispute = event('details.disputed', {});
		expect(refusesNow(entered, settle(0), T)).toBe('act.nothing-to-settle');
		const disputed = after([[T, dispute]], entered);
		expect(refusesNow(disputed, settle(1), T)).toBeNull();
		const more = after([[T, dispute]], disputed);
		expect(refusesNow(more, settle(1), T)).toBe('act.overtaken');
		expect(refusesNow(more, settle(2), T)).toBeNull();
		const settled = after([[T, event('details.settled', {})]], disputed);
		expect(refusesNow(settled, settle(1), T)).toBe('act.nothing-to-settle');
		// settled by another person, and another one reported since
		const again = after([[T, dispute]], settled);
		expect(refusesNow(again, settle(1), T)).toBe('act.overtaken');
		expect(refusesNow(again, settle(2), T)).toBeNull();
	});

	test('what was never done is not taken back; time that is being used is not either', () => {
		for (const act of UNDOABLE_ACTS)
			expect(whyNoUndo(act, entered, T), act).toBe('act.nothing-to-undo');
		const granted = after([[T, grant(60_000)]], entered);
		expect(whyNoUndo('grant-time', granted, T)).toBeNull();
		expect(whyNoUndo('grant-time', granted, ENDS_AT)).toBe('act.grant-in-use');
	});
});

describe('[I4] who', () => {
	test('takes back what they may do, and nothing else', () => {
		const undo = (undoes: (typeof UNDOABLE_ACTS)[number]): ActBody => ({
			...{ act: 'undo', undoes, seen: { grants: 0 } }
		});
		expect(UNDOABLE_ACTS.map((act) => permissionFor(undo(act)))).toEqual([
			...['attempt.act', 'attempt.act', 'attempt.act', 'upload.settle', 'identity.judge']
		]);
	});

	test('reviews is another than all who judged before, and nobody where that was erased', () => {
		const by = (account: string) => ({ by: { account, name: '' } });
		expect(whyNotSecond([by('a'), by('b')], 'c')).toBeNull();
		expect(whyNotSecond([by('a'), by('b')], 'a')).toBe('act.second-person');
		expect(whyNotSecond([by('a'), { by: null }], 'c')).toBe('act.second-person');
	});

	test('sees what they may do, and an auditor nothing', () => {
		const place = { exam: 'e', room: 'r' };
		const facts = {
			...{ attempt: uuid(2), candidate: { id: '', name: '', admission: '' } },
			...{ state: entered, place, judged: [] as JudgedLine[], heardAt: null }
		};
		const viewOf = (role: 'auditor' | 'technician') =>
			actsViewOf(
				facts,
				{
					...{ account: 'a', name: '', candidate: null },
					grants: [{ role, exam: null, room: null }]
				},
				T
			);
		const denied = (role: 'auditor' | 'technician') =>
			Object.entries(viewOf(role).whyNot)
				.filter(([, why]) => why !== 'access.denied')
				.map(([act]) => act);
		expect(denied('auditor')).toEqual([]);
		expect(denied('technician')).toEqual(['unpair-phone', 'declare-lost', 'settle-details']);
	});
});

test('[I4] every act has its form, and none says in whose name or when', () => {
	const id = uuid(5);
	for (const act of STAFF_ACTS) {
		const forged = { v: 1, id, reason: 'x', act, account: uuid(6), at: 1, type: 'help.sent' };
		const parsed = v.safeParse(ActRequestSchema, forged);
		if (!parsed.success) continue;
		const { v: _, id: __, reason: ___, ...body } = parsed.output;
		expect(Object.keys(body)).toEqual(['act']);
		expect(kindOf(act).event(body, T).data).not.toHaveProperty('account');
	}
	expect(v.safeParse(ActRequestSchema, { v: 1, id, reason: ' ', act: 'end' }).success).toBe(false);
});
