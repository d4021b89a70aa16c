// Migration 0002 on a database that 0001 made and somebody has used.
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { completeRules, TextsSchema, RulesSchema } from '../../attempt/rules.ts';
import { BEFORE, confirmed, ENDS_AT, FROZEN, opened } from '../../attempt/testing/events.ts';
import { testDatabase } from '../testing/database.ts';
import * as ground from './migrations/0001-ground.ts';
import * as evidence from './migrations/0009-evidence.ts';
import * as identity from './migrations/0010-identity.ts';
import * as invigilation from './migrations/0015-invigilation.ts';
import * as wholeWay from './migrations/0002-whole-way.ts';
import * as v from 'valibot';

const { db } = await testDatabase({ migrated: false });
const ids = {
	...{ exam: randomUUID(), sitting: randomUUID(), room: randomUUID(), attempt: randomUUID() },
	...{ begun: randomUUID(), fresh: randomUUID(), over: randomUUID(), ended: randomUUID() }
};

const { plan, loginOpensBeforeMs, entryOpensBeforeMs, loginClosesAfterMs, camera, screen } =
	FROZEN.rules;
const RULES = { plan, loginOpensBeforeMs, entryOpensBeforeMs, loginClosesAfterMs, camera, screen };
const { title, guidance, supportPhone } = FROZEN.texts;
const TEXTS = { title, guidance, supportPhone };
const frozen = {
	...{ sitting: ids.sitting, kind: 'mock', startsAt: FROZEN.startsAt, endsAt: ENDS_AT },
	...{ rules: RULES, texts: TEXTS }
};
const state = (ended: object | null) => ({
	...{ frozen, stage: ended ? 'upload' : 'devices', enteredAt: null, startedAt: null, ended },
	...{ lease: null, leases: {}, parts: {}, uploadedAt: null, published: false }
});

async function used(): Promise<void> {
	await sql`insert into exams values (${ids.exam}, ${JSON.stringify(RULES)}, ${JSON.stringify(TEXTS)}, 1)`.execute(
		db
	);
	await sql`insert into sittings values (${ids.sitting}, ${ids.exam}, 'S1', 'mock', ${FROZEN.startsAt}, ${ENDS_AT}, null, 1)`.execute(
		db
	);
	await sql`insert into rooms values (${ids.room}, ${ids.sitting}, '第一考场')`.execute(db);
	for (const id of [ids.begun, ids.fresh, ids.over]) {
		await sql`insert into accounts values (${id}, ${id}, '测试考生甲', '', null, 1)`.execute(db);
		await sql`insert into candidates values (${id}, ${ids.room}, ${id}, '测试考生甲', 'X', ${id}, '示例岗位', null, null)`.execute(
			db
		);
	}
	for (const [id, candidate, ended] of [
		[ids.attempt, ids.begun, null],
		[ids.ended, ids.over, { at: ENDS_AT, by: 'clock' }]
	] as const) {
		await sql`insert into attempts values (${id}, ${candidate}, ${ids.room}, 'devices',
			${JSON.stringify(state(ended))}, 0, ${'0'.repeat(64)}, 1)`.execute(db);
		await sql`insert into attempt_events values (${id}, 0, 'attempt.frozen', ${JSON.stringify(frozen)},
			null, null, 1, ${'0'.repeat(64)}, ${'0'.repeat(64)})`.execute(db);
	}
}

test('a database in use is brought along: exams completed, attempts found again, their ends due', async () => {
	const bare = db as unknown as Kysely<unknown>;
	await ground.up(bare);
	await used();
	await wholeWay.up(bare);
	await evidence.up(bare);
	await identity.up(bare);
	await invigilation.up(bare);

	const exam = await db.selectFrom('exams').selectAll().executeTakeFirstOrThrow();
	// what has been added since is filled in where it is read
	expect(v.parse(RulesSchema, completeRules(exam.rules))).toMatchObject({
		...{ plan, face: 'waived', phone: 'waived', mayComeBack: true }
	});
	expect(v.parse(TextsSchema, exam.texts)).toMatchObject({ title, process: [], helpVideo: null });
	expect([exam.code, exam.opens_at, exam.closes_at]).toEqual([null, null, null]);

	const people = await db.selectFrom('candidates').select(['id', 'attempt_id']).execute();
	const attemptOf = (id: string) => people.find((row) => row.id === id)?.attempt_id;
	expect([attemptOf(ids.begun), attemptOf(ids.over)]).toEqual([ids.attempt, ids.ended]);
	expect(attemptOf(ids.fresh)).toMatch(/^[0-9a-f-]{36}$/);

	const attempts = await db.selectFrom('attempts').select(['id', 'due_at']).execute();
	const dueOf = (id: string) => attempts.find((row) => row.id === id)?.due_at;
	expect([dueOf(ids.attempt), dueOf(ids.ended)]).toEqual([ENDS_AT, null]);
});

test('[C14] an attempt that had begun before goes on: it enters, and words can lie beside its log', async () => {
	const writer = createAttemptWriter(db, { now: () => BEFORE });
	expect(await writer.apply(ids.attempt, opened(randomUUID()))).toMatchObject({ ok: true });
	expect(await writer.apply(ids.attempt, confirmed)).toMatchObject({ ok: true });
	const words = { type: 'help.sent', data: { at: BEFORE }, payload: { text: '您好' } } as const;
	expect(await writer.apply(ids.attempt, words)).toMatchObject({
		value: { state: { stage: 'wait', phone: 'waived', chapters: [] }, head: { seq: 3 } }
	});
	const kept = await db.selectFrom('attempt_payloads').selectAll().execute();
	expect(kept).toMatchObject([{ seq: 3, content: '{"text":"您好"}' }]);
});
