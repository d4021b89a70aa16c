import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, partHeader } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { PartHeader } from '../../recording/part.ts';
import { testDatabase } from '../../server/testing/database.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { UploadGrant } from '../ports.ts';
import { createPartRegistry } from './part-registry.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const writer = createAttemptWriter(db, clock);
/** Two of them: as two processes have them, each with its own memory. */
const registry = createPartRegistry({ db, writer, clock });
const elsewhere = createPartRegistry({ db, writer, clock });
const { service } = attemptsOn(db, clock, {
	writer,
	announce: (grant, header) => registry.announce(grant, header)
});
const { candidates } = await addCandidates(db, 2);
const [mine, others] = await Promise.all(
	candidates.map((candidate) => openLease({ writer, clock, service }, candidate))
);
if (!mine || !others) throw new Error('two candidates are needed');

const grant: UploadGrant = { attempt: mine.attempt, lease: mine.lease, scope: 'attempt' };
const other: UploadGrant = { attempt: others.attempt, lease: others.lease, scope: 'attempt' };
const SHA = 'ab'.repeat(32);
let header: PartHeader;

beforeEach(() => {
	header = { ...partHeader(randomUUID(), mine.lease), attempt: mine.attempt };
});

async function eventsOf(part: string): Promise<string[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.select('type')
		.where('attempt_id', '=', mine?.attempt ?? '')
		.where('data', 'like', `%${part}%`)
		.orderBy('seq')
		.execute();
	return rows.map((row) => row.type);
}

test('[C24] a token opens its attempt, remembered for five seconds and no longer', async () => {
	expect(await registry.authorize(mine.token)).toMatchObject(grant);
	expect(await registry.authorize('nonsense')).toBeNull();
	const revoked = db.deleteFrom('attempt_tokens').where('lease_id', '=', mine.lease);
	const kept = await db
		.selectFrom('attempt_tokens')
		.selectAll()
		.where('lease_id', '=', mine.lease)
		.executeTakeFirstOrThrow();
	await revoked.execute();
	expect(await registry.authorize(mine.token)).toMatchObject(grant);
	now += 5001;
	expect(await registry.authorize(mine.token)).toBeNull();
	await db.insertInto('attempt_tokens').values(kept).execute();
	now = BEFORE;
});

test('[C24] a part is announced once, in the log and beside it, however often and from wherever it is said', async () => {
	const outcomes = await Promise.all([
		registry.announce(grant, header),
		elsewhere.announce(grant, header),
		registry.announce(grant, header)
	]);
	expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true]);
	expect(await registry.announce(grant, header)).toMatchObject({ ok: true });
	expect(await eventsOf(header.id)).toEqual(['part.announced']);
	expect(await elsewhere.find(header.id)).toEqual({
		attempt: mine.attempt,
		header,
		declaredBytes: null,
		verified: null
	});
});

test("[C24] nobody announces another's part, nor into another's attempt", async () => {
	await registry.announce(grant, header);
	const refused = { ok: false, error: { code: 'part.not-yours' } };
	expect(await registry.announce(other, header)).toEqual(refused);
	const stolen = { ...header, attempt: others.attempt, lease: others.lease };
	expect(await registry.announce(other, stolen)).toEqual(refused);
	expect(await elsewhere.announce(other, stolen)).toEqual(refused);
	const { attempt } = (await elsewhere.find(header.id)) ?? {};
	expect(attempt).toBe(mine.attempt);
});

test('[C24] of two attempts that announce one id at once, one is refused and its log says nothing', async () => {
	const stolen = { ...header, attempt: others.attempt, lease: others.lease };
	const outcomes = await Promise.all([
		registry.announce(grant, header),
		elsewhere.announce(other, stolen)
	]);
	expect(outcomes.map((outcome) => outcome.ok).sort()).toEqual([false, true]);
	const lines = await db
		.selectFrom('attempt_events')
		.select('attempt_id')
		.where('data', 'like', `%${header.id}%`)
		.execute();
	expect(lines).toHaveLength(1);
});

test('[C24] a film whose lease a restored database does not know is taken under the capability that brings it', async () => {
	const stranger = { ...header, lease: randomUUID() };
	expect(await registry.announce(grant, stranger)).toEqual({ ok: true, value: undefined });
	expect((await registry.find(header.id))?.header.lease).toBe(grant.lease);
	const nobody = { ...grant, lease: randomUUID() };
	const another = { ...stranger, id: randomUUID() };
	expect(await registry.announce(nobody, another)).toMatchObject({
		error: { code: 'attempt.lease-closed' }
	});
	expect(await registry.find(another.id)).toBeNull();
});

test('[C15] figures that a column cannot hold do not keep a part out', async () => {
	const odd = { ...header, width: 640.5, height: 1e12, bitsPerSecond: -3 };
	expect(await registry.announce(grant, odd)).toMatchObject({ ok: true });
	expect((await registry.find(header.id))?.header.width).toBe(641);
});

test('[C15] the first declared length stands, and is forgotten when the part starts again', async () => {
	await registry.announce(grant, header);
	expect(await registry.declareLength(header.id, 1000)).toBe(1000);
	expect(await elsewhere.declareLength(header.id, 2000)).toBe(1000);
	expect(await registry.restart(header.id)).toBe(true);
	expect((await registry.find(header.id, 5000))?.declaredBytes).toBeNull();
	expect(await registry.declareLength(header.id, 2000)).toBe(2000);
});

test('[C24] a part is verified once; every answer carries the head of the log', async () => {
	await registry.announce(grant, header);
	const heads = await Promise.all([
		registry.markVerified(header.id, 1000, SHA),
		elsewhere.markVerified(header.id, 1000, SHA)
	]);
	expect(heads[0]).toEqual(heads[1]);
	expect(await registry.markVerified(header.id, 1000, SHA)).toEqual(heads[0]);
	expect(await eventsOf(header.id)).toEqual(['part.announced', 'part.verified']);
	const { head_seq, head_hash } = await db
		.selectFrom('attempts')
		.select(['head_seq', 'head_hash'])
		.where('id', '=', mine.attempt)
		.executeTakeFirstOrThrow();
	expect(heads[0]).toEqual({ seq: head_seq, hash: head_hash });
	expect((await elsewhere.find(header.id))?.verified).toEqual({ bytes: 1000, sha256: SHA });
	expect(await registry.restart(header.id)).toBe(false);
});

test('a part is remembered only for as long as the asker allows', async () => {
	await registry.announce(grant, header);
	await registry.find(header.id);
	await elsewhere.declareLength(header.id, 1000);
	expect((await registry.find(header.id, 5000))?.declaredBytes).toBeNull();
	expect((await registry.find(header.id))?.declaredBytes).toBe(1000);
	await elsewhere.markVerified(header.id, 1000, SHA);
	now += 5001;
	expect((await registry.find(header.id, 5000))?.verified).not.toBeNull();
	now = BEFORE;
});

describe('[C15] [C24] a phone’s token', async () => {
	const phone = await openPhone({ writer, clock }, mine.attempt);
	const earlier = { ...phone };
	const evidence = (): PartHeader => ({ ...header, lease: phone.lease, track: 'evidence' });
	const code = async (outcome: Promise<Result<void, Refusal>>) => {
		const result = await outcome;
		return result.ok ? 'ok' : result.error.code;
	};

	test('announces the evidence of its own kind of device and nothing else', async () => {
		expect(await code(registry.announce(phone, evidence()))).toBe('ok');
		const camera = { ...header, id: randomUUID() };
		expect(await code(registry.announce(phone, camera))).toBe('token.wrong-scope');
		// under the desktop's name, or the desktop's film under its own
		const named = { ...evidence(), id: randomUUID(), lease: mine.lease };
		expect(await code(registry.announce(phone, named))).toBe('part.not-yours');
		const own = { ...camera, lease: phone.lease };
		expect(await code(registry.announce(grant, own))).toBe('part.not-yours');
		expect(await eventsOf(camera.id)).toEqual([]);
	});

	test('is not opened by a part id that is the desktop’s, nor the desktop’s by the phone’s', async () => {
		await registry.announce(grant, header);
		expect(await code(registry.announce(phone, evidence()))).toBe('part.not-yours');
		const film = { ...evidence(), id: randomUUID() };
		await registry.announce(phone, film);
		expect(await code(registry.announce(grant, { ...header, id: film.id }))).toBe('part.not-yours');
		expect(await code(registry.announce(grant, film))).toBe('token.wrong-scope');
	});

	test('of a newer phone uploads what an older one has left', async () => {
		const next = await openPhone({ writer, clock }, mine.attempt);
		expect(await code(registry.announce(next, { ...evidence(), lease: earlier.lease }))).toBe('ok');
	});

	test('carries the desktop’s witness, under a lease that records such a track', async () => {
		const witness = (fields: Partial<PartHeader>) =>
			code(registry.announceWitnessed(phone, { ...header, id: randomUUID(), ...fields }));
		expect(await witness({})).toBe('ok');
		expect(await witness({ lease: phone.lease })).toBe('part.not-yours');
		expect(await witness({ lease: others.lease })).toBe('attempt.lease-closed');
		expect(await witness({ lease: randomUUID() })).toBe('attempt.lease-closed');
		expect(await witness({ attempt: others.attempt, lease: others.lease })).toBe('part.not-yours');
		await registry.announce(other, { ...header, attempt: others.attempt, lease: others.lease });
		expect(await witness({ id: header.id })).toBe('part.not-yours');
		expect(await witness({ track: 'evidence', lease: phone.lease })).toBe('ok');
	});

	test('the desktop witnesses its own parts alone', async () => {
		const film = { ...evidence(), id: randomUUID() };
		expect(await code(registry.announceWitnessed(grant, film))).toBe('token.wrong-scope');
		expect(await code(registry.announceWitnessed(grant, header))).toBe('ok');
	});
});
