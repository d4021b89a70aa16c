// Real database: the one session of a login by face, a person's leave and confirmation, looking at faces, erasing them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Role } from '../../accounts/permissions.ts';
import { verifyChain } from '../../attempt/event-log.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { readLog } from '../../review/server/review.repository.ts';
import { createActsDesk } from '../../invigilation/testing/acts-desk.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { ADMISSION_MS, FACE_LOGIN_MS, SESSION_AGAIN_MS } from '../login-state.ts';
import { createFaceDesk } from '../testing/face-desk.ts';
import { eraseFaces } from './erase-faces.ts';
import { startFaceSweep } from './face-sweep.ts';

const { db } = await testDatabase();
const desk = await createFaceDesk(db, 40);
const { here, there, accounts, nextCandidate, enter, ready, check, stateOf } = desk;
const { openSession } = here.identity;
const staff = createActsDesk(db, {
	...{ writer: desk.writer, clock: desk.clock, attemptOf: desk.service.attemptOf },
	...{ hearing: { lastHeard: async () => 0 }, whyNoAdmission: here.identity.acts.whyNoAdmission }
}).acts;
type Actor = Parameters<typeof staff.perform>[2];
type Act = { id: string; reason: string };
const acts = {
	view: here.identity.acts.view,
	admit: async (candidate: string, check: string, act: Act, actor: Actor) =>
		staff.perform(
			(await desk.service.attemptIdOf(candidate)) ?? candidate,
			{ act: 'admit-face', check, ...act },
			actor
		),
	confirm: (attempt: string, sure: typeof SURE, act: Act, actor: Actor) =>
		staff.perform(attempt, { act: 'confirm-identity', ...sure, ...act }, actor)
};
afterAll(() => desk.stop());
beforeEach(() => desk.set(BEFORE));

const refused = (code: string) => ({ ok: false, error: { code } });
const because = (reason = '视频核对过本人') => ({ id: randomUUID(), reason });
const SURE = {
	samePerson: true,
	earsAndFaceFree: true,
	noFilter: true,
	noHeavyMakeUp: true
} as const;
const invigilator = await desk.staff('invigilator');

const sessionsOf = (candidate: string) =>
	db
		.selectFrom('sessions')
		.innerJoin('candidates', 'candidates.account_id', 'sessions.account_id')
		.select('sessions.way')
		.where('candidates.id', '=', candidate)
		.execute();
const auditOf = async (attempt: string) =>
	(
		await db
			.selectFrom('audit_log')
			.select('action')
			.where('target', '=', `attempt:${attempt}`)
			.orderBy('id')
			.execute()
	).map(({ action }) => action);

describe('[C6] the session', () => {
	test('is opened once by a login that was accepted; a lost answer is given again, not another one', async () => {
		const { secret, candidate } = await ready();
		expect(await openSession(secret, '')).toEqual(refused('attempt.wrong-stage'));
		await check(secret);
		const opened = await Promise.all(
			[here, there, here].map(({ identity }) => identity.openSession(secret, '192.0.2.9'))
		);
		const secrets = opened.map((one) => (one.ok ? one.value.secret : one.error.code));
		expect(new Set(secrets).size).toBe(1);
		const [session = ''] = secrets;
		expect((await accounts.sessions.personOf(session))?.candidate).toBe(candidate);
		desk.wait(SESSION_AGAIN_MS - 1);
		expect(await openSession(secret, '')).toMatchObject({ value: { secret: session } });
		expect(await sessionsOf(candidate)).toEqual([{ way: 'face' }]);
		desk.wait(1);
		expect(await openSession(secret, '')).toEqual(refused('identity.expired'));
		const lines = await db
			.selectFrom('audit_log')
			.innerJoin('candidates', 'candidates.account_id', 'audit_log.account_id')
			.select('action')
			.where('candidates.id', '=', candidate)
			.execute();
		expect(lines).toEqual([{ action: 'session.opened' }]);
	});

	test('is not opened by another browser of the same candidate', async () => {
		const { secret, candidate } = await ready();
		await check(secret);
		const other = await enter(candidate);
		expect(await openSession(other, '')).toEqual(refused('attempt.wrong-stage'));
		expect(await openSession(null, '')).toEqual(refused('identity.expired'));
		expect(await openSession('x'.repeat(43), '')).toEqual(refused('identity.expired'));
	});

	test('is not opened before the question is answered, nor while a person is asked', async () => {
		const asked = await enter(nextCandidate());
		expect(await openSession(asked, '')).toEqual(refused('identity.consent-needed'));
		const { secret } = await ready();
		for (let i = 0; i < 3; i++) await desk.giveUp(secret, 'no-blink');
		expect(await openSession(secret, '')).toEqual(refused('identity.blocked'));
	});
});

describe('[C6] a person’s leave', () => {
	test('lets in the login that was looked at, and no other, and the session says so', async () => {
		const { secret, candidate, attempt } = await ready();
		const looked = await waiting(secret);
		const other = await enter(candidate);
		desk.wait(60_000);
		expect((await acts.admit(candidate, looked, because(), invigilator)).ok).toBe(true);
		expect(await stateOf(secret)).toBe('in');
		// somebody else who knows number and digits, before the leave or after it
		const later = await enter(candidate);
		for (const one of [other, later]) {
			expect(await stateOf(one)).toBe('ready');
			expect(await openSession(one, '')).toEqual(refused('attempt.wrong-stage'));
		}
		expect((await openSession(secret, '')).ok).toBe(true);
		expect(await sessionsOf(candidate)).toEqual([{ way: 'admitted' }]);
		expect(await auditOf(attempt)).toEqual(['face.admitted']);
	});

	test('must be used soon, and is given once', async () => {
		const { secret, candidate, attempt } = await ready();
		const looked = await waiting(secret);
		const act = because();
		const both = await Promise.all(
			[1, 2].map(() => acts.admit(candidate, looked, act, invigilator))
		);
		expect(both.map(({ ok }) => ok)).toEqual([true, true]);
		expect(await auditOf(attempt)).toEqual(['face.admitted']);
		desk.wait(ADMISSION_MS);
		expect(await stateOf(secret)).toBe('ready');
	});

	test('is for a login that is there, of somebody who has begun', async () => {
		const { secret, candidate } = await ready();
		const looked = await waiting(secret);
		const admit = (who = candidate, check = looked) =>
			acts.admit(who, check, because(), invigilator);
		expect(await admit(candidate, randomUUID())).toEqual(refused('identity.expired'));
		expect(await admit(nextCandidate())).toEqual(refused('attempt.not-found'));
		expect(await admit(randomUUID())).toEqual(refused('attempt.not-found'));
	});
});

/** Three refusals. @returns the last check */
async function waiting(secret: string): Promise<string> {
	for (let i = 0; i < 3; i++) await desk.giveUp(secret, 'no-blink');
	const { candidate } = (await here.identity.login(secret)) ?? {};
	const rows = await db
		.selectFrom('attempt_events')
		.select('data')
		.where('attempt_id', '=', candidate?.attempt ?? '')
		.where('type', '=', 'face.checked')
		.orderBy('seq', 'desc')
		.execute();
	return (JSON.parse(rows[0]?.data ?? '{}') as { check: string }).check;
}

test('[I4] identity is confirmed by a person, once, with what was looked at', async () => {
	const { secret, attempt } = await ready();
	await check(secret);
	const act = because();
	const confirm = (id = act) => acts.confirm(attempt, SURE, id, invigilator);
	expect(await Promise.all([confirm(), confirm()])).toMatchObject([{ ok: true }, { ok: true }]);
	expect(await confirm(because())).toEqual(refused('identity.already-confirmed'));
	expect((await desk.writer.settle(attempt))?.state.identity).toBe('confirmed');
	expect(await auditOf(attempt)).toEqual(['identity.confirmed']);
	expect(await acts.confirm('no id', SURE, because(), invigilator)).toEqual(
		refused('attempt.not-found')
	);
});

test('[C6] faces are seen with verdict, scores and the roster’s photo, and each look is on record', async () => {
	const { secret, attempt } = await ready();
	const { frames, asked } = await check(secret, () => ({ likeness: 0.4 }));
	await desk.giveUp(secret, 'no-blink');
	const view = await acts.view(attempt, invigilator);
	if (!view.ok) throw new Error(view.error.code);
	const [first, second] = view.value.checks;
	expect(view.value.portrait?.type).toBe('image/jpeg');
	expect(first).toMatchObject({ verdict: 'again', fault: 'unsure', seen: { score: 0.4 } });
	expect(first?.seen?.frames.map(({ step }) => step)).toEqual(asked);
	expect(first?.seen?.frames.map(({ jpeg }) => jpeg)).toEqual(
		frames.map((jpeg) => Buffer.from(jpeg).toString('base64'))
	);
	expect(second).toMatchObject({ fault: 'no-blink', seen: null });
	expect(await auditOf(attempt)).toEqual(['face.viewed']);
});

test.each<[Role, boolean, boolean]>([
	['invigilator', true, true],
	['administrator', true, true],
	['auditor', false, true],
	['technician', false, false],
	['examiner', false, false],
	['candidate', false, false]
])('[C6][I4] %s judges: %s, looks: %s', async (role, judges, looks) => {
	const { secret, candidate, attempt } = await ready();
	const looked = await waiting(secret);
	const actor = await desk.staff(role);
	const tries = [
		[judges, () => acts.admit(candidate, looked, because(), actor)],
		[judges, () => acts.confirm(attempt, SURE, because(), actor)],
		[looks, () => acts.view(attempt, actor)]
	] as const;
	for (const [allowed, tryIt] of tries)
		if (allowed) expect(await tryIt()).toMatchObject({ ok: true });
		else await expect(tryIt()).rejects.toThrow(AccessDenied);
	const elsewhere = {
		person: { ...actor.person, grants: [{ role, exam: null, room: randomUUID() }] },
		address: ''
	};
	await expect(acts.view(attempt, elsewhere)).rejects.toThrow(AccessDenied);
	await expect(acts.view(attempt, { person: null, address: '' })).rejects.toThrow(LoginRequired);
});

describe('[C6] erasing', () => {
	test('takes pictures, scores and prints; the log stays and its chain verifies', async () => {
		const { secret, attempt } = await ready();
		await check(secret, () => ({ likeness: 0.4 }));
		await check(secret);
		const by = { account: null, address: 'local' };
		expect(await eraseFaces(db, accounts.audit, attempt, by)).toEqual({ payloads: 2 });
		for (const table of ['attempt_payloads', 'face_prints'] as const)
			expect(
				await db.selectFrom(table).selectAll().where('attempt_id', '=', attempt).execute()
			).toEqual([]);
		expect(verifyChain(await readLog(db, attempt))).toBeNull();
		expect(await auditOf(attempt)).toEqual(['faces.erased']);
		const view = await acts.view(attempt, invigilator);
		expect(view.ok && view.value.checks.map(({ seen }) => seen)).toEqual([null, null]);
		expect(await eraseFaces(db, accounts.audit, randomUUID(), by)).toBeNull();
	});

	test('of logins that came to nothing comes by itself, with their frames', async () => {
		const { secret } = await ready();
		const { check: id } = await desk.sendAll(secret);
		const sweep = startFaceSweep({ db, clock: desk.clock, log: silentLog });
		desk.wait(FACE_LOGIN_MS);
		await sweep.round();
		expect(await stateOf(secret)).toBe('over');
		desk.wait(60_000);
		expect(await sweep.round()).toBeGreaterThan(0);
		expect(await stateOf(secret)).toBeNull();
		const frames = db.selectFrom('face_frames').select('n').where('challenge_id', '=', id);
		expect(await frames.execute()).toEqual([]);
		await sweep.stop();
	});
});
