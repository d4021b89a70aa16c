// Real database: incidents judged and reviewed by two persons, and two at once, whose answers cross (I4).
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ActOf } from '../act-form.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { verifyChain } from '../../attempt/event-log.ts';
import { BEFORE, confirmed, ENDS_AT, STARTS_AT } from '../../attempt/testing/events.ts';
import { createLeaseDesk } from '../../attempt/testing/lease-desk.ts';
import { readLog } from '../../review/server/review.repository.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { findViewed } from './candidate-view.repository.ts';
import { because, createActsDesk, type KnownActor } from '../testing/acts-desk.ts';

const { db } = await testDatabase();
const desk = await createLeaseDesk(db, 20);
const { clock, writer, here, service, twoDevices, stateOf, say } = desk;
const { acts, act, person, view } = createActsDesk(db, {
	...{ writer, clock, hearing: here.hearing, attemptOf: service.attemptOf }
});
const [first, second] = [await person('invigilator'), await person('invigilator')];

beforeEach(() => desk.set(BEFORE));

const MINUTE_MS = 60_000;
const INCIDENT = 'no-face-1';

async function running() {
	const devices = await twoDevices();
	await say(devices.first, confirmed);
	desk.set(STARTS_AT + MINUTE_MS);
	const data = { kind: 'no-face', from: STARTS_AT, until: STARTS_AT + 40_000, track: null };
	await say(devices.first, { type: 'incident.noted', data, payload: null });
	return devices;
}
const judgement = (
	verdict: ActOf<'judge-incident'>['verdict'],
	times: number,
	review = false
): ActOf<'judge-incident'> => ({
	...{ act: 'judge-incident', incident: INCIDENT, verdict, review },
	seen: { times }
});
const judged = async (attempt: string, by: KnownActor) =>
	(await view(attempt, by)).judged[INCIDENT];
const auditOf = async (attempt: string): Promise<string[]> =>
	(
		await db
			.selectFrom('audit_log')
			.select('action')
			.where('target', '=', `attempt:${attempt}`)
			.orderBy('id')
			.execute()
	).map(({ action }) => action);

describe('[I4] an incident is judged', () => {
	test('with who, when and why beside it; a violation waits for another person, who reviews it once', async () => {
		const { attempt } = await running();
		const said = because('录像里两次离开');
		const { account, name } = first.person;
		expect(await act(attempt, judgement('violation', 0), first, said)).toBeNull();
		expect(await judged(attempt, first)).toMatchObject({
			...{ verdict: 'violation', reviewed: false, times: 1, whyNoReview: 'act.second-person' },
			lines: [{ by: { account, name }, reason: said.reason, at: clock.now(), review: false }]
		});
		expect(await act(attempt, judgement('violation', 1, true), first)).toBe('act.second-person');
		expect(await judged(attempt, second)).toMatchObject({ whyNoReview: null });
		expect(await act(attempt, judgement('violation', 1, true), second)).toBeNull();
		const third = await person('administrator');
		expect(await act(attempt, judgement('violation', 2, true), third)).toBe(
			'act.nothing-to-review'
		);
		expect(await auditOf(attempt)).toEqual(['incident.judged', 'incident.judged']);
		expect(verifyChain(await readLog(db, attempt))).toBeNull();
	});

	test('anew: the review is open again, and for none of those who judged before', async () => {
		const { attempt } = await running();
		expect(await act(attempt, judgement('noted', 0), second)).toBeNull();
		expect(await act(attempt, judgement('violation', 1), first)).toBeNull();
		for (const one of [first, second])
			expect(await act(attempt, judgement('violation', 2, true), one)).toBe('act.second-person');
		expect(await act(attempt, judgement('noted', 2, true), await person('invigilator'))).toBeNull();
		expect((await stateOf(attempt)).judgements[INCIDENT]).toMatchObject({
			...{ verdict: 'noted', reviewed: true, times: 3 }
		});
	});

	test('a violation that was reviewed is not undone by one of those who judged it', async () => {
		const { attempt } = await running();
		await act(attempt, judgement('violation', 0), first);
		await act(attempt, judgement('violation', 1, true), second);
		for (const one of [first, second])
			for (const verdict of ['dismissed', 'noted', 'violation'] as const)
				expect(await act(attempt, judgement(verdict, 2), one)).toBe('act.second-person');
		expect((await stateOf(attempt)).judgements[INCIDENT]).toMatchObject({
			...{ verdict: 'violation', reviewed: true, times: 2 }
		});
		expect(await act(attempt, judgement('dismissed', 2), await person('administrator'))).toBeNull();
		expect((await stateOf(attempt)).judgements[INCIDENT]).toMatchObject({
			...{ verdict: 'dismissed', reviewed: false, times: 3 }
		});
	});

	test('[I5] nothing of it is told to who neither judges nor sees recordings', async () => {
		const { attempt } = await running();
		await act(attempt, judgement('violation', 0), first, because('录像里两次离开'));
		const told = async (role: 'technician' | 'auditor' | 'administrator') =>
			(await view(attempt, await person(role))).judged;
		expect(await told('technician')).toEqual({});
		for (const role of ['auditor', 'administrator'] as const)
			expect(await told(role)).toMatchObject({ [INCIDENT]: { lines: [{ by: {} }] } });
	});

	test('erased words leave nobody who could review', async () => {
		const { attempt } = await running();
		await act(attempt, judgement('violation', 0), first);
		await db.deleteFrom('attempt_payloads').where('attempt_id', '=', attempt).execute();
		expect(await judged(attempt, second)).toMatchObject({
			...{ whyNoReview: 'act.second-person', lines: [{ by: null, reason: null }] }
		});
		expect(await act(attempt, judgement('violation', 1, true), second)).toBe('act.second-person');
	});

	test('which there is not is refused, as is who may not judge', async () => {
		const { attempt } = await running();
		const body = { ...judgement('noted', 0), incident: 'constructor' };
		expect(await act(attempt, body, first)).toBe('attempt.no-incident');
		await expect(act(attempt, judgement('noted', 0), await person('auditor'))).rejects.toThrow();
	});
});

describe('[I4] two at once', () => {
	/** Really at the same time: each has its own connection, and both wait for the same row. */
	const together = (
		attempt: string,
		body: Parameters<typeof act>[1],
		...who: readonly KnownActor[]
	): Promise<(ErrorCode | null)[]> => Promise.all(who.map((one) => act(attempt, body, one)));

	test('the second of two who saw the same is told; nothing is doubled', async () => {
		const { attempt } = await running();
		const many = [first, second, first, second, first, second];
		for (const body of [
			{ act: 'grant-time', ms: MINUTE_MS, seen: { grants: 0 } },
			{ act: 'note-time-lost', ms: MINUTE_MS, seen: { lostMs: 0 } },
			judgement('noted', 0)
		] as const) {
			const outcomes = await together(attempt, body, ...many);
			expect(outcomes.filter((code) => code === null)).toHaveLength(1);
			expect(outcomes.filter((code) => code === 'act.overtaken')).toHaveLength(5);
		}
		expect(await stateOf(attempt)).toMatchObject({
			...{ grantedMs: MINUTE_MS, lostMs: MINUTE_MS, grants: [MINUTE_MS] },
			judgements: { [INCIDENT]: { times: 1 } }
		});
	});

	test('a review by both of them, and one act repeated by a page that has lost its answer', async () => {
		const { attempt } = await running();
		await act(attempt, judgement('violation', 0), first);
		const third = await person('invigilator');
		const outcomes = await together(attempt, judgement('violation', 1, true), second, third);
		expect(outcomes.toSorted()).toEqual([null, 'act.overtaken'].toSorted());
		const said = because();
		const grant = { act: 'grant-time', ms: MINUTE_MS, seen: { grants: 0 } } as const;
		const again = await Promise.all([1, 2, 3].map(() => act(attempt, grant, first, said)));
		expect(again).toEqual([null, null, null]);
		expect((await stateOf(attempt)).grants).toEqual([MINUTE_MS]);
	});

	test('undoing: the last grant is taken back once, whoever presses', async () => {
		const { attempt } = await running();
		const grant = (grants: number) =>
			act(attempt, { act: 'grant-time', ms: MINUTE_MS, seen: { grants } }, first);
		await grant(0);
		await grant(1);
		const undo = { act: 'undo', undoes: 'grant-time', seen: { grants: 2 } } as const;
		const outcomes = await together(attempt, undo, first, second);
		expect(outcomes.filter((code) => code === null)).toHaveLength(1);
		expect(outcomes).toContain('act.overtaken');
		expect(await stateOf(attempt)).toMatchObject({ grantedMs: MINUTE_MS, grants: [MINUTE_MS] });
		expect(await auditOf(attempt)).toEqual(['time.granted', 'time.granted', 'act.undone']);
	});
});

describe('[I4] what is taken back', () => {
	test('is open to who may do it: a technician takes back a declaration and no grant', async () => {
		const { attempt } = await running();
		const technician = await person('technician');
		const undo = (undoes: 'declare-lost' | 'grant-time') =>
			act(attempt, { act: 'undo', undoes, seen: { grants: 0 } }, technician);
		desk.set(ENDS_AT);
		expect(await act(attempt, { act: 'declare-lost' }, technician)).toBeNull();
		expect((await stateOf(attempt)).lostAt).toBe(ENDS_AT);
		await expect(undo('grant-time')).rejects.toThrow();
		expect(await undo('declare-lost')).toBeNull();
		expect((await stateOf(attempt)).lostAt).toBeNull();
		expect(await undo('declare-lost')).toBe('act.nothing-to-undo');
	});
});

test('[I4] what the page shows is read while somebody else holds the row', async () => {
	const { attempt } = await running();
	const shown = await db.transaction().execute(async (tx) => {
		await tx
			.selectFrom('attempts')
			.select('id')
			.where('id', '=', attempt)
			.forUpdate()
			.executeTakeFirstOrThrow();
		return view(attempt, first);
	});
	expect(shown).toMatchObject({ attempt, grants: 0 });
});

test('[I4] what the page has read of an attempt decides, its place too: neither is asked for again', async () => {
	const { attempt } = await running();
	const known = await findViewed(db, attempt);
	if (!known) throw new Error('not read');
	const { person: mine } = await person('invigilator', known.place.room);
	const shown = async (read: typeof known) => (await acts.view(attempt, mine, read)).whyNot.end;
	expect(await shown(known)).toBeNull();
	const moved = { ...known.place, room: randomUUID() };
	expect(await shown({ ...known, place: moved })).toBe('access.denied');
});
