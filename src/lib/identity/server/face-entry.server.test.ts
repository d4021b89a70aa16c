// Real database: who gets to the login by face (C6), and what its consent begins and ends (C7).
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { TRIES_PER_ACCOUNT, TRIES_WINDOW_MS } from '../../accounts/login-policy.ts';
import { openLease } from '../../attempt/testing/leases.ts';
import { BEFORE, STARTS_AT } from '../../attempt/testing/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { FACE_LOGIN_MS } from '../login-state.ts';
import { settleChallenge } from './face-check.repository.ts';
import { createFaceDesk, LAST_SIX } from '../testing/face-desk.ts';
import { drawnFace } from '../testing/fake-engine.ts';

const { db } = await testDatabase();
const desk = await createFaceDesk(db, 30);
const { here, sample, service, nextCandidate, admissionOf, enter, agree, ready, check } = desk;
const { stateOf, typesOf } = desk;
const { begin, consent } = here.identity;
afterAll(() => desk.stop());
beforeEach(() => desk.set(BEFORE));

const refused = (code: string, more = {}) => ({ ok: false, error: { code, ...more } });
let serial = 0;
const entry = (admission: string, change = {}) => ({
	...{ admission, idLastSix: LAST_SIX, exam: sample.code as string | null },
	address: `203.0.113.${++serial}`,
	...change
});

describe('[C6] the entry', () => {
	test('with number and digits opens a login that knows itself by its secret only', async () => {
		const candidate = nextCandidate();
		const begun = await begin(entry(await admissionOf(candidate)));
		if (!begun.ok) throw new Error(begun.error.code);
		const { secret, expiresAt } = begun.value;
		expect(expiresAt).toBe(BEFORE + FACE_LOGIN_MS);
		expect(await stateOf(secret)).toBe('consent');
		const rows = await db.selectFrom('face_logins').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(secret);
		// nothing has begun before the question is answered
		expect(await service.attemptIdOf(candidate)).toBeNull();
		desk.set(expiresAt);
		expect(await stateOf(secret)).toBe('over');
	});

	test('an unknown number and wrong digits are told apart by nobody', async () => {
		const admission = await admissionOf(nextCandidate());
		const wrong = await begin(entry(admission, { idLastSix: '000000' }));
		expect(wrong).toEqual(refused('identity.unknown'));
		expect(await begin(entry('nobody'))).toEqual(wrong);
		expect(await begin(entry(admission, { exam: 'NO-SUCH' }))).toEqual(wrong);
	});

	test('guesses at digits are counted by the number, and by nothing of the account way', async () => {
		const start = BEFORE - 12 * 60_000;
		desk.set(start);
		const admission = await admissionOf(nextCandidate());
		const guess = () => begin(entry(admission, { idLastSix: '000000' }));
		for (let i = 0; i < TRIES_PER_ACCOUNT; i++)
			expect(await guess()).toEqual(refused('identity.unknown'));
		expect(await begin(entry(admission))).toEqual(refused('login.too-many-tries', { minutes: 10 }));
		expect(await desk.accounts.throttle.take(admission, '198.51.100.1')).toBe(0);
		desk.set(start + TRIES_WINDOW_MS);
		expect((await begin(entry(admission))).ok).toBe(true);
		// a right one gives the tries back
		for (let i = 0; i < TRIES_PER_ACCOUNT + 1; i++)
			expect((await begin(entry(admission))).ok).toBe(true);
	});

	test('without an address it is found by number and digits; in two open exams it asks for the address', async () => {
		const other = await desk.addExam(2);
		const admission = `twice-${randomUUID()}`;
		const [one, two] = [nextCandidate(), other.candidates[0] ?? ''];
		const rename = (id: string, change: object) =>
			db
				.updateTable('candidates')
				.set({ admission, ...change })
				.where('id', '=', id)
				.execute();
		await rename(one, {});
		const open = entry(admission, { exam: null });
		expect((await begin(open)).ok).toBe(true);
		await rename(two, { id_number: '000000199001012222' });
		// the digits tell them apart
		expect((await begin(open)).ok).toBe(true);
		await rename(two, { id_number: '00000019900101001x' });
		expect(await begin(open)).toEqual(refused('identity.several-exams'));
		expect(await begin({ ...open, idLastSix: '000000' })).toEqual(refused('identity.unknown'));
		expect((await begin(entry(admission))).ok).toBe(true);
		// an exam whose window is shut is not looked through where none is named
		const shut = { opens_at: null, closes_at: BEFORE };
		await db.updateTable('exams').set(shut).where('id', '=', other.exam).execute();
		expect((await begin(open)).ok).toBe(true);
		expect((await begin(entry(admission, { exam: other.code }))).ok).toBe(true);
	});

	test('that a face is not needed is told only to somebody whose digits are right', async () => {
		const [exempt, noPhoto] = [nextCandidate(), nextCandidate()];
		const without = { portrait: null, portrait_type: null };
		await db
			.updateTable('candidates')
			.set({ exempt: ['face'] })
			.where('id', '=', exempt)
			.execute();
		await db.updateTable('candidates').set(without).where('id', '=', noPhoto).execute();
		for (const candidate of [exempt, noPhoto]) {
			const admission = await admissionOf(candidate);
			expect(await begin(entry(admission, { idLastSix: '000000' }))).toEqual(
				refused('identity.unknown')
			);
			expect(await begin(entry(admission))).toEqual(refused('identity.not-needed'));
		}
	});

	test('opens and closes with the login of the sitting, as for a password', async () => {
		const admission = await admissionOf(nextCandidate());
		const opensAt = STARTS_AT - 30 * 60_000;
		desk.set(opensAt - 1);
		expect(await begin(entry(admission))).toEqual(
			refused('login.not-open', { opensAt, phone: '000' })
		);
		desk.set(opensAt);
		expect((await begin(entry(admission))).ok).toBe(true);
		desk.set(STARTS_AT + 3 * 60_000);
		expect(await begin(entry(admission))).toEqual(refused('login.closed', { phone: '000' }));
	});
});

describe('[C7] the question before any use of the face', () => {
	test('answered with yes begins the attempt, and the log has which text it was', async () => {
		const candidate = nextCandidate();
		const secret = await enter(candidate);
		const begun = await here.identity.checks.begin(secret);
		expect(begun).toEqual(refused('identity.consent-needed'));
		const version = (await here.identity.login(secret))?.candidate.version ?? '';
		const both = await Promise.all([1, 2].map(() => consent.agree(secret, version)));
		expect(both.map(({ ok }) => ok)).toEqual([true, true]);
		const attempt = (await service.attemptIdOf(candidate)) ?? '';
		expect(await typesOf(attempt)).toEqual(['attempt.frozen', 'face.consent']);
		expect((await desk.faceOf(attempt)).consent).toMatchObject({
			given: true,
			version,
			at: BEFORE
		});
		expect(await stateOf(secret)).toBe('ready');
		// remembered for the next login
		expect(await stateOf(await enter(candidate))).toBe('ready');
	});

	test('is about the text that was read: another one is not agreed to, and begins nothing', async () => {
		const candidate = nextCandidate();
		const secret = await enter(candidate);
		expect(await consent.agree(secret, '0'.repeat(16))).toEqual(refused('identity.text-changed'));
		expect(await service.attemptIdOf(candidate)).toBeNull();
	});

	test('answered with no is in the log, ends the login and leads to the exam’s entry', async () => {
		const candidate = nextCandidate();
		const secret = await enter(candidate);
		expect(await consent.decline(secret)).toBe(sample.code);
		const attempt = (await service.attemptIdOf(candidate)) ?? '';
		expect((await desk.faceOf(attempt)).consent?.given).toBe(false);
		expect(await stateOf(secret)).toBeNull();
		expect(await consent.decline(secret)).toBeNull();
		// it may be asked again, later
		expect(await stateOf(await enter(candidate))).toBe('consent');
	});

	test('a yes taken back leaves nothing of the face: no frame, no picture, no score', async () => {
		const { secret, candidate, attempt } = await ready();
		await check(secret, () => ({ likeness: 0.4 }));
		const other = await enter(candidate);
		const begun = await here.identity.checks.begin(other);
		if (!begun.ok) throw new Error(begun.error.code);
		const { check: id } = begun.value;
		await here.identity.checks.keep(other, { check: id, n: 0, jpeg: drawnFace() });
		await consent.decline(secret);
		const checkOfOther = db.selectFrom('face_frames').selectAll().where('challenge_id', '=', id);
		// somebody who has only named themselves speaks for no other login
		expect(await checkOfOther.execute()).toHaveLength(1);
		expect(await stateOf(other)).toBe('consent');
		await consent.decline(other);
		for (const table of ['attempt_payloads', 'face_prints'] as const)
			expect(
				await db.selectFrom(table).selectAll().where('attempt_id', '=', attempt).execute()
			).toEqual([]);
		const frames = db.selectFrom('face_frames').selectAll().where('challenge_id', '=', id);
		expect(await frames.execute()).toEqual([]);
		expect(await stateOf(other)).toBeNull();
		expect(await here.identity.judge(secret, id, null)).toEqual(refused('identity.expired'));
	});

	test('[C30] a no of somebody who has only named themselves changes nothing for who is in', async () => {
		const { secret, candidate, attempt } = await ready();
		await check(secret);
		await openLease({ writer: desk.writer, clock: desk.clock, service }, candidate);
		const before = await desk.faceOf(attempt);
		await consent.decline(await enter(candidate));
		expect(await desk.faceOf(attempt)).toEqual(before);
		expect(await stateOf(secret)).toBe('in');
	});

	test('what somebody has logged in by stays, for a person confirms them by it', async () => {
		const { secret, candidate, attempt } = await ready();
		await check(secret);
		await openLease({ writer: desk.writer, clock: desk.clock, service }, candidate);
		await consent.decline(secret);
		const kept = db.selectFrom('attempt_payloads').select('seq').where('attempt_id', '=', attempt);
		expect(await kept.execute()).toHaveLength(1);
	});

	test('taken back while a check is being judged, the check opens nothing', async () => {
		const { secret, attempt } = await ready();
		const { check: id } = await desk.sendAll(secret);
		const { promise: declined, resolve } = Promise.withResolvers<undefined>();
		here.engine.before = () => declined;
		const judging = here.identity.judge(secret, id, null);
		await consent.decline(secret);
		resolve(undefined);
		here.engine.before = async () => {};
		expect(await judging).toEqual(refused('identity.expired'));
		expect((await desk.faceOf(attempt)).accepted).toBeNull();
	});

	test('a check that is settled while its frames are read is not taken for one that lacks some', async () => {
		const { secret } = await ready();
		const { check: id } = await desk.sendAll(secret);
		const judging = await db.transaction().execute(async (tx) => {
			await sql`lock table face_frames in access exclusive mode`.execute(tx);
			const waiting = { answer: here.identity.judge(secret, id, null) };
			await setTimeout(200);
			await settleChallenge(tx, id);
			return waiting;
		});
		expect(await judging.answer).toEqual(refused('identity.expired'));
	});

	test('[C9] begins no attempt once the first login has closed', async () => {
		const candidate = nextCandidate();
		desk.set(STARTS_AT + 2 * 60_000);
		const secret = await enter(candidate);
		const version = (await here.identity.login(secret))?.candidate.version ?? '';
		desk.wait(60_000);
		expect(await consent.agree(secret, version)).toEqual(refused('login.closed'));
		expect(await consent.decline(secret)).toBe(sample.code);
		expect(await service.attemptIdOf(candidate)).toBeNull();
	});

	test('who has answered may still come in by account after the first login has closed', async () => {
		const candidate = nextCandidate();
		await agree(await enter(candidate));
		const { account_id: account } = await db
			.selectFrom('candidates')
			.select('account_id')
			.where('id', '=', candidate)
			.executeTakeFirstOrThrow();
		desk.set(STARTS_AT + 3 * 60_000);
		const arriving = { account, address: '', way: 'password' } as const;
		expect((await desk.accounts.letIn(arriving)).ok).toBe(true);
	});
});
