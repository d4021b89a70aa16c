import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import { ROLES } from '../../accounts/permissions.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import {
	BEFORE,
	confirmed,
	digest,
	ENDS_AT,
	partHeader,
	STARTS_AT
} from '../../attempt/testing/events.ts';
import { openLease } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { seedRoom, seedStaff } from '../../recording/testing/seed.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { createPartRegistry } from '../../upload/server/part-registry.ts';
import type { AttemptExport } from '../export-format.ts';
import { verifyExport } from '../verify-export.ts';
import { attemptsNamed } from './export.repository.ts';
import { createExportService } from './export.service.ts';
import { createSittingRoots } from './sitting-root.service.ts';
import { openSigningKey } from './signing-key.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const masterKey = createMasterKey(newMasterKey());
const writer = createAttemptWriter(db, clock, null, masterKey);
const registry = createPartRegistry({ db, writer, clock });
const { service: attempts } = attemptsOn(db, clock, {
	writer,
	announce: (grant, header) => registry.announceWitnessed(grant, header)
});
const audit = createAudit(db, clock);
const key = await openSigningKey(db, clock, masterKey);
const exports = createExportService({ db, clock, audit, key });
const roots = createSittingRoots({ db, writer, clock, audit, key });

const { candidates, sitting } = await addCandidates(db, 4);
const { code, exam } = await db
	.selectFrom('sittings')
	.select(['code', 'exam_id as exam'])
	.where('id', '=', sitting)
	.executeTakeFirstOrThrow();
const { room_id: room } = await db
	.selectFrom('candidates')
	.select('room_id')
	.where('id', '=', candidates[0] ?? '')
	.executeTakeFirstOrThrow();

const [WORDS, ERASED, NAMED] = ['我弯腰捡笔。', '不该留下的话', '我是测试考生甲，准考证号 20260'];
const [REASON, STAFF] = ['网络中断三分钟', randomUUID()];

/** Entered, with words, a picture, a part that is here and one that is not. */
async function taken(candidate: string): Promise<string> {
	now = BEFORE;
	const { attempt, lease } = await openLease({ writer, clock, service: attempts }, candidate);
	const grant = { attempt, lease, scope: 'attempt' } as const;
	await writer.apply(attempt, confirmed, { lease });
	const [whole, partly] = [randomUUID(), randomUUID()];
	for (const id of [whole, partly])
		await registry.announce(grant, { ...partHeader(id, lease), attempt });
	now = STARTS_AT + 5000;
	const say = (event: AttemptEvent, text: string) =>
		writer.apply(attempt, { ...event, payload: { text } }, { lease, clientAt: now - 4000 });
	await say({ type: 'help.sent', data: { at: now - 4000 } }, NAMED);
	await say({ type: 'help.sent', data: { at: now - 4000 } }, ERASED);
	await say({ type: 'details.disputed', data: {} }, NAMED);
	const payload = { reason: REASON, account: STAFF };
	await writer.apply(attempt, { type: 'time.granted', data: { ms: 1000 }, payload });
	const seen = { kind: 'no-face', from: now - 1000, until: now, track: null } as const;
	await writer.apply(attempt, {
		...{ type: 'incident.noted', data: seen },
		payload: { strongest: 0, picture: 'c2VjcmV0' }
	});
	await say({ type: 'incident.commented', data: { incident: 'no-face-1' } }, WORDS);
	await sql`delete from attempt_payloads where content like ${`%${ERASED}%`}`.execute(db);
	await registry.markVerified(whole, 9, digest(7));
	return attempt;
}

async function exported(attempt: string) {
	const file = await exports.forOperator(attempt);
	if (!file.ok) throw new Error(file.error.code);
	return file.value;
}
const read = (bytes: Uint8Array): AttemptExport =>
	JSON.parse(new TextDecoder().decode(bytes)) as AttemptExport;
const verify = (bytes: Uint8Array<ArrayBuffer>, root: string | null = null) =>
	verifyExport(bytes, { subtle: crypto.subtle, key: key.fingerprint, root, receipt: null });

const attempt = await taken(candidates[0] ?? '');
const other = await taken(candidates[1] ?? '');

describe('[C34] an export from the database', () => {
	test('is whole, with what may leave and without what may not', async () => {
		const { bytes } = await exported(attempt);
		const { faults, steps, facts } = await verify(bytes);
		expect(faults).toEqual([]);
		expect(steps).toMatchObject({ signature: 'right', key: 'right', root: 'open' });
		expect(facts).toMatchObject({ attempt, parts: 2, sitting: code });
		expect(facts?.beside).toEqual({ given: 1, erased: 1, sealed: 1, withheld: 3 });
		const text = new TextDecoder().decode(bytes);
		expect(text).toContain(WORDS);
		const kept = [ERASED, NAMED, REASON, STAFF, 'c2VjcmV0', '测试考生甲', '00000019900101001X'];
		for (const one of kept) expect(text).not.toContain(one);
		const { rows } = await sql<{ salt: string }>`select payload.salt from attempt_payloads payload
			join attempt_events line using (attempt_id, seq)
			where attempt_id = ${attempt} and line.type <> 'incident.commented'`.execute(db);
		expect(rows).toHaveLength(4);
		for (const { salt } of rows) expect(text).not.toContain(salt);
		const { export: content } = read(bytes);
		expect(content.exported).toEqual({ at: now, by: null });
		const told = content.lines.find(({ type }) => type === 'help.sent');
		expect(told).toMatchObject({ clientAt: STARTS_AT + 1000, serverAt: STARTS_AT + 5000 });
		expect(content.parts.map(({ verified }) => verified?.bytes ?? null).sort()).toEqual([9, null]);
	});

	test('a log that was changed behind the application’s back says so', async () => {
		const victim = await taken(candidates[2] ?? '');
		await db.connection().execute(async (own) => {
			await sql`alter table attempt_events disable trigger attempt_events_append_only`.execute(own);
			await sql`update attempt_events set client_at = client_at + 1
				where attempt_id = ${victim} and type = 'help.sent'`.execute(own);
			await sql`alter table attempt_events enable trigger attempt_events_append_only`.execute(own);
		});
		const { faults } = await verify((await exported(victim)).bytes);
		expect(faults.map(({ code: what }) => what)).toEqual(['line-hash', 'line-hash']);
	});

	test('an attempt is found by its id or its admission number', async () => {
		const named = await attemptsNamed(db, attempt);
		expect(named).toMatchObject([{ attempt, sitting: code }]);
		expect(await attemptsNamed(db, '20260')).toMatchObject([{ sitting: code }]);
		expect(await attemptsNamed(db, 'nobody')).toEqual([]);
		expect(await exports.forOperator(randomUUID())).toMatchObject({
			error: { code: 'attempt.not-found' }
		});
	});
});

describe('[C34] who may export', () => {
	const elsewhere = seedRoom(db, '另一考场');
	const here = { exam, sitting, room, frozen: {} as never };
	const address = '192.0.2.7';

	test.each(ROLES)('%s', async (role) => {
		const person = await seedStaff(db, role, here);
		const asked = exports.open(attempt, { person, address });
		if (role === 'invigilator' || role === 'auditor') {
			const file = await asked;
			expect(file.ok && read(file.value.bytes).export.exported.by).toBe(person.account);
			const lines = await db
				.selectFrom('audit_log')
				.select(['action', 'target', 'address'])
				.where('account_id', '=', person.account)
				.execute();
			expect(lines).toEqual([
				{ action: 'attempt.exported', target: `attempt:${attempt}`, address }
			]);
		} else await expect(asked).rejects.toThrow(AccessDenied);
	});

	test('nobody of another room, nobody without a login; an unknown attempt is not told apart', async () => {
		const stranger = await seedStaff(db, 'invigilator', await elsewhere);
		await expect(exports.open(attempt, { person: stranger, address })).rejects.toThrow(
			AccessDenied
		);
		await expect(exports.open(attempt, { person: null, address })).rejects.toThrow(LoginRequired);
		const technician = await seedStaff(db, 'technician', null);
		const unknown = exports.open(randomUUID(), { person: technician, address });
		await expect(unknown).rejects.toThrow(AccessDenied);
	});
});

describe('[C34] the signing key', () => {
	test('is one for the installation, whoever opens it first, and only the master key opens it', async () => {
		const again = await Promise.all([1, 2].map(() => openSigningKey(db, clock, masterKey)));
		expect(again.map(({ fingerprint }) => fingerprint)).toEqual([key.fingerprint, key.fingerprint]);
		const row = await db.selectFrom('signing_key').selectAll().executeTakeFirstOrThrow();
		expect(row.private_wrapped).toMatch(/^v1\./);
		await expect(openSigningKey(db, clock, createMasterKey(newMasterKey()))).rejects.toThrow();
	});
});

describe('[C34] closing a sitting', () => {
	test('not before it is over, not while something is missing, but anyway when a person says so', async () => {
		now = STARTS_AT + 10_000;
		expect(await roots.published(code)).toMatchObject({ error: { code: 'sitting.not-closed' } });
		expect(await roots.published('none')).toMatchObject({ error: { code: 'sitting.not-found' } });
		expect(await roots.close('none', true)).toMatchObject({ error: { why: 'unknown' } });
		expect(await roots.close(code, true)).toMatchObject({ error: { why: 'not-over' } });
		now = ENDS_AT + 60_000;
		const refused = await roots.close(code, false);
		expect(refused).toMatchObject({
			error: { why: 'unfinished', unfinished: [{ parts: 1 }, { parts: 1 }, { parts: 1 }] }
		});
		expect(await roots.published(code)).toMatchObject({ ok: false });

		const closed = await Promise.all([roots.close(code, true), roots.close(sitting, true)]);
		const made = closed.map((one) => (one.ok ? one.value : null));
		expect(made.map((one) => one?.before).sort()).toEqual([false, true]);
		expect(made[0]?.root).toEqual(made[1]?.root);
		now += 60_000;
		expect(await roots.close(code, false)).toMatchObject({ value: { before: true } });
		expect(await roots.published(code)).toEqual({ ok: true, value: made[0]?.root });
		expect(made[0]?.root).toMatchObject({ count: 3, closedAt: ENDS_AT + 60_000, sitting: code });
		const lines = await db
			.selectFrom('audit_log')
			.select('target')
			.where('action', '=', 'sitting.closed')
			.execute();
		expect(lines).toEqual([{ target: `sitting:${sitting}` }]);
	});

	test('an export carries its proof, also after its log has grown', async () => {
		const before = read((await exported(attempt)).bytes).export;
		await writer.apply(attempt, { type: 'results.published', data: {} });
		const { bytes } = await exported(attempt);
		const after = read(bytes).export;
		expect(after.head.seq).toBe(before.head.seq + 1);
		expect(after.sitting.closed?.leaf?.seq).toBe(before.head.seq);
		const published = await roots.published(code);
		const root = published.ok ? published.value.root : null;
		const { faults, steps, facts } = await verify(bytes, root);
		expect([faults, steps.root]).toEqual([[], 'right']);
		expect(facts?.root?.root).toBe(root);
		expect((await verify((await exported(other)).bytes)).faults).toEqual([]);
	});

	test('what was published does not change; whose head it was can be erased', async () => {
		await expect(sql`update sitting_roots set root = ''`.execute(db)).rejects.toThrow(
			/append-only/
		);
		await expect(sql`delete from sitting_roots`.execute(db)).rejects.toThrow(/append-only/);
		await expect(sql`delete from sitting_heads`.execute(db)).rejects.toThrow(/append-only/);
		await expect(sql`update sitting_heads set hash = ''`.execute(db)).rejects.toThrow(
			/append-only/
		);
		await sql`update sitting_heads set attempt_id = null where attempt_id = ${other}`.execute(db);
		expect((await verify((await exported(attempt)).bytes)).faults).toEqual([]);
	});
});
