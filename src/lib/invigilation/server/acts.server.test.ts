// Real database: what staff do, what stays of it, and who may not (I4, C8, C9, C23, C24).
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Role } from '../../accounts/permissions.ts';
import { loginWindow } from '../../accounts/server/login-window.ts';
import { readLog } from '../../review/server/review.repository.ts';
import { verifyChain, payloadDigest } from '../../attempt/event-log.ts';
import {
	BEFORE,
	confirmed,
	digest,
	ENDS_AT,
	partHeader,
	STARTS_AT
} from '../../attempt/testing/events.ts';
import { asking, createLeaseDesk, grantOf, opened } from '../../attempt/testing/lease-desk.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { because, createActsDesk } from '../testing/acts-desk.ts';

const MINUTE_MS = 60_000;
const { db } = await testDatabase();
const desk = await createLeaseDesk(db, 24);
const { clock, writer, here, registry, service, nextCandidate, browser, say } = desk;
const { twoDevices, stateOf, logOf } = desk;
const { acts, person, view } = createActsDesk(db, {
	...{ writer, clock, hearing: here.hearing, attemptOf: service.attemptOf }
});
type Actor = Parameters<typeof acts.perform>[2];
type AnAct = ReturnType<typeof because>;
const grantTime = (attempt: string, ms: number, act: AnAct, actor: Actor, grants = 0) =>
	acts.perform(attempt, { act: 'grant-time', ms, seen: { grants }, ...act }, actor);
const plain = (attempt: string, act: 'end' | 'declare-lost' | 'waive-phone', by: Actor) =>
	acts.perform(attempt, { act, ...because() }, by);
const answerRequest = (
	attempt: string,
	answer: { request: string; granted: boolean },
	actor: Actor
) => acts.perform(attempt, { act: 'answer-request', ...answer, ...because() }, actor);

beforeEach(() => desk.set(BEFORE));

const invigilator = await person('invigilator');

/** The payload of the last line of this type. */
async function payloadOf(attempt: string, type: string) {
	return db
		.selectFrom('attempt_events as line')
		.innerJoin('attempt_payloads as beside', (join) =>
			join.onRef('beside.attempt_id', '=', 'line.attempt_id').onRef('beside.seq', '=', 'line.seq')
		)
		.select(['line.data', 'line.payload_digest', 'beside.salt', 'beside.content'])
		.where('line.attempt_id', '=', attempt)
		.where('line.type', '=', type)
		.orderBy('line.seq', 'desc')
		.executeTakeFirstOrThrow();
}
const auditOf = async (attempt: string) =>
	db
		.selectFrom('audit_log')
		.select(['action', 'account_id', 'address'])
		.where('target', '=', `attempt:${attempt}`)
		.orderBy('id')
		.execute();

describe('[I4] an act', () => {
	test('keeps reason and account beside the line, bound by a salted digest, and in the audit log', async () => {
		const { attempt } = await twoDevices();
		const act = because('考场停电 2 分钟');
		expect(await grantTime(attempt, 2 * MINUTE_MS, act, invigilator)).toMatchObject({
			ok: true
		});
		const beside = await payloadOf(attempt, 'time.granted');
		const said = { reason: act.reason, account: invigilator.person.account };
		expect(JSON.parse(beside.content)).toEqual(said);
		expect(beside.payload_digest).toBe(payloadDigest(beside.salt, said));
		expect(beside.data).not.toContain(said.account);
		expect(await auditOf(attempt)).toEqual([
			{ action: 'time.granted', account_id: said.account, address: '192.0.2.1' }
		]);
		expect(verifyChain(await readLog(db, attempt))).toBeNull();
	});

	test('pressed twice is done once, and answered the same', async () => {
		const { attempt } = await twoDevices();
		const act = because();
		const both = await Promise.all(
			[1, 2].map(() => grantTime(attempt, MINUTE_MS, act, invigilator))
		);
		expect(both.map(({ ok }) => ok)).toEqual([true, true]);
		expect((await stateOf(attempt)).grantedMs).toBe(MINUTE_MS);
		expect(await auditOf(attempt)).toHaveLength(1);
	});

	test('of another kind, person, place or size under the same id is refused; the same is answered as it was', async () => {
		const [{ attempt }, other] = [await twoDevices(), await twoDevices()];
		const colleague = await person('administrator');
		const act = because();
		const minutes = (of: string, ms: number, actor: Actor, by = act) =>
			grantTime(of, ms, by, actor);
		expect(await minutes(attempt, MINUTE_MS, invigilator)).toMatchObject({ ok: true });
		const others = [
			minutes(attempt, MINUTE_MS, colleague),
			minutes(attempt, 2 * MINUTE_MS, invigilator),
			minutes(attempt, MINUTE_MS, invigilator, { ...act, reason: '另一个原因' }),
			minutes(other.attempt, MINUTE_MS, invigilator),
			acts.perform(attempt, { act: 'end', ...act }, invigilator),
			acts.allowEntry(other.candidate, act, invigilator)
		];
		for (const answer of await Promise.all(others))
			expect(answer).toMatchObject({ error: { code: 'act.id-taken' } });
		expect(await minutes(attempt, MINUTE_MS, invigilator)).toMatchObject({ ok: true });
		const [one, two] = [await stateOf(attempt), await stateOf(other.attempt)];
		expect([one.grants, one.ended, two.grants]).toEqual([[MINUTE_MS], null, []]);
		expect(await auditOf(other.attempt)).toEqual([]);
	});

	test('that was refused stays so under its id, and is no answer to another', async () => {
		const { attempt } = await twoDevices();
		const act = because();
		const lost = () => acts.perform(attempt, { act: 'declare-lost', ...act }, invigilator);
		for (const answer of [await lost(), await lost()])
			expect(answer).toMatchObject({ error: { code: 'attempt.not-ended' } });
		expect(await acts.perform(attempt, { act: 'end', ...act }, invigilator)).toMatchObject({
			error: { code: 'act.id-taken' }
		});
	});

	test('that is refused leaves nothing', async () => {
		const { attempt } = await twoDevices();
		expect(await plain(attempt, 'declare-lost', invigilator)).toMatchObject({
			error: { code: 'attempt.not-ended' }
		});
		expect(await auditOf(attempt)).toEqual([]);
		expect(await logOf(attempt)).toEqual(['attempt.frozen', 'lease.opened']);
	});

	test.each<[Role, boolean]>([
		['invigilator', true],
		['administrator', true],
		['technician', false],
		['auditor', false],
		['examiner', false],
		['candidate', false]
	])('by %s: %s', async (role, allowed) => {
		const candidate = nextCandidate();
		const { attempt } = opened(await browser(candidate).take());
		const actor = await person(role);
		const tries = [
			() => grantTime(attempt, MINUTE_MS, because(), actor),
			() => acts.allowEntry(candidate, because(), actor),
			() => answerRequest(attempt, { request: randomUUID(), granted: true }, actor),
			() => plain(attempt, 'waive-phone', actor),
			() => plain(attempt, 'end', actor)
		];
		for (const attemptIt of tries)
			if (allowed) await attemptIt();
			else await expect(attemptIt()).rejects.toThrow(AccessDenied);
		expect((await stateOf(attempt)).ended !== null).toBe(allowed);
	});

	test('of an invigilator reaches their own room only, and nobody’s reaches nothing', async () => {
		const { candidate, attempt } = await twoDevices();
		const elsewhere: Actor = {
			person: {
				...invigilator.person,
				grants: [{ role: 'invigilator', exam: null, room: randomUUID() }]
			},
			address: ''
		};
		await expect(plain(attempt, 'end', elsewhere)).rejects.toThrow(AccessDenied);
		await expect(acts.allowEntry(candidate, because(), elsewhere)).rejects.toThrow(AccessDenied);
		const nobody = { person: null, address: '' };
		await expect(plain(attempt, 'end', nobody)).rejects.toThrow(LoginRequired);
		for (const unknown of [randomUUID(), 'no id']) {
			const result = await plain(unknown, 'end', invigilator);
			expect(result).toMatchObject({ error: { code: 'attempt.not-found' } });
		}
	});
});

describe('[C8] consent to a second device', () => {
	test('after entry lets it in; a second answer is too late; the reason is on record', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		here.hearing.heard(first.lease);
		const { request } = asking(await two.take());
		expect((await view(attempt, invigilator)).request).toEqual({
			...{ id: request, at: clock.now(), heardAt: clock.now() }
		});
		const answer = { request, granted: true };
		expect(await answerRequest(attempt, answer, invigilator)).toMatchObject({
			ok: true
		});
		expect(await answerRequest(attempt, answer, invigilator)).toMatchObject({
			error: { code: 'attempt.no-request' }
		});
		expect(opened(await two.take()).lease).toBe(request);
		expect(JSON.parse((await payloadOf(attempt, 'lease.answered')).data)).toMatchObject({
			by: 'staff'
		});
	});

	test('refused, the first device goes on', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		const { request } = asking(await two.take());
		await answerRequest(attempt, { request, granted: false }, invigilator);
		expect(asking(await two.take()).refused).toBe(true);
		expect((await stateOf(attempt)).lease).toBe(first.lease);
	});
});

describe('[C9] late entry', () => {
	const CLOSED = STARTS_AT + 3 * MINUTE_MS - 1;

	test('of somebody who has not come begins the attempt, so that the login opens; the end does not move', async () => {
		await db
			.updateTable('sittings')
			.set({ ends_at: STARTS_AT + 20 * MINUTE_MS })
			.execute();
		const candidate = nextCandidate();
		desk.set(CLOSED + 1);
		expect((await loginWindow(db, candidate, clock.now())).window).toBe('closed');
		const act = because('交通管制，考生已提前报告');
		const both = await Promise.all([1, 2].map(() => acts.allowEntry(candidate, act, invigilator)));
		expect(both.every(({ ok }) => ok)).toBe(true);
		expect((await loginWindow(db, candidate, clock.now())).window).toBe('open');
		const late = opened(await browser(candidate).take());
		expect(await logOf(late.attempt)).toEqual(['attempt.frozen', 'entry.allowed', 'lease.opened']);
		expect(await say(late, confirmed)).toBeNull();
		const state = await stateOf(late.attempt);
		expect(state).toMatchObject({ stage: 'answer', startedAt: clock.now() });
		expect(state.frozen.endsAt + state.grantedMs).toBe(STARTS_AT + 20 * MINUTE_MS);
		await db.updateTable('sittings').set({ ends_at: ENDS_AT }).execute();
	});

	test('of somebody who waits at the door opens it; before the start, twice, or entered, it is refused', async () => {
		await db
			.updateTable('sittings')
			.set({ ends_at: STARTS_AT + 20 * MINUTE_MS })
			.execute();
		const { candidate, first, attempt } = await twoDevices();
		const allow = () => acts.allowEntry(candidate, because(), invigilator);
		expect(await allow()).toMatchObject({ error: { code: 'attempt.not-started' } });
		desk.set(CLOSED + MINUTE_MS);
		expect(await say(first, confirmed)).toBe('attempt.entry-closed');
		expect((await view(attempt, invigilator)).whyNot['allow-entry']).toBeNull();
		expect(await allow()).toMatchObject({ ok: true });
		expect(await allow()).toMatchObject({ error: { code: 'attempt.already-allowed' } });
		expect(await say(first, confirmed)).toBeNull();
		expect(await allow()).toMatchObject({ error: { code: 'attempt.already-entered' } });
		await db.updateTable('sittings').set({ ends_at: ENDS_AT }).execute();
	});

	test('before the start and after the end nobody’s attempt is begun', async () => {
		const candidate = nextCandidate();
		const codes = [];
		for (const at of [BEFORE, ENDS_AT]) {
			desk.set(at);
			const result = await acts.allowEntry(candidate, because(), invigilator);
			codes.push(result.ok ? null : result.error.code);
		}
		expect(codes).toEqual(['attempt.not-started', 'attempt.already-ended']);
		expect(await service.attemptIdOf(candidate)).toBeNull();
	});
});

describe('[C23] granted time and staff’s end', () => {
	test('the clock ends it only once the granted time is over', async () => {
		const { first, attempt } = await twoDevices();
		await say(first, confirmed);
		await grantTime(attempt, MINUTE_MS, because(), invigilator);
		desk.set(ENDS_AT + MINUTE_MS - 1);
		expect((await stateOf(attempt)).stage).toBe('answer');
		desk.set(ENDS_AT + MINUTE_MS);
		expect((await stateOf(attempt)).ended).toEqual({ by: 'clock', at: ENDS_AT + MINUTE_MS });
		expect(await grantTime(attempt, MINUTE_MS, because(), invigilator)).toMatchObject({
			error: { code: 'attempt.already-ended' }
		});
	});

	test('staff end an interview now, with the reason beside the line', async () => {
		const { first, attempt } = await twoDevices();
		await say(first, confirmed);
		desk.set(STARTS_AT + MINUTE_MS);
		await acts.perform(attempt, { act: 'end', ...because('考生身体不适') }, invigilator);
		expect((await stateOf(attempt)).ended).toEqual({ by: 'staff', at: clock.now() });
		expect((await payloadOf(attempt, 'interview.ended')).content).toContain('考生身体不适');
		expect(await plain(attempt, 'end', invigilator)).toMatchObject({
			error: { code: 'attempt.already-ended' }
		});
	});
});

describe('[C24] declared lost', () => {
	test('is undone by a late arrival, and possible again', async () => {
		const { first, attempt } = await twoDevices();
		await say(first, confirmed);
		desk.set(ENDS_AT);
		const lost = () => plain(attempt, 'declare-lost', invigilator);
		expect(await lost()).toMatchObject({ ok: true });
		expect((await view(attempt, invigilator)).whyNot['declare-lost']).toBe('attempt.already-lost');
		expect(await lost()).toMatchObject({ error: { code: 'attempt.already-lost' } });

		const id = randomUUID();
		const header = { ...partHeader(id, first.lease), attempt };
		expect(await registry.announce(grantOf(first), header)).toMatchObject({ ok: true });
		expect((await stateOf(attempt)).lostAt).toBeNull();
		expect(await lost()).toMatchObject({ ok: true });
		await registry.markVerified(id, 1, digest(1));
		const parts = [{ id, track: 'camera', bytes: 1, sha256: digest(1) }];
		await say(first, { type: 'manifest.closed', data: { lease: first.lease, parts } });
		expect(await stateOf(attempt)).toMatchObject({ stage: 'done', lostAt: null });
		expect(await lost()).toMatchObject({ error: { code: 'attempt.upload-complete' } });
	});
});
