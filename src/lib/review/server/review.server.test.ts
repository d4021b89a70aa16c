import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { createRoomListService } from '../../invigilation/server/room-list.service.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { tmpdir } from 'node:os';
import {
	ENDS_AT,
	seedAttempt,
	seedPart,
	seedRoom,
	seedStaff,
	STARTS_AT
} from '../../recording/testing/seed.ts';
import { partPaths } from '../../recording/server/part-paths.ts';
import { createReviewService } from './review.service.ts';

const { db } = await testDatabase();
const clock = { now: () => ENDS_AT + 60_000 };
const reviews = createReviewService({ db, clock, audit: createAudit(db, clock) });
const lists = createRoomListService({ db, clock });
const address = '192.0.2.7';

const entered: AttemptEvent = { type: 'stage.confirmed', data: { stage: 'devices' } };
const started: AttemptEvent = { type: 'interview.started', data: { by: 'clock' } };
const reloaded: AttemptEvent = {
	type: 'incident.noted',
	data: { kind: 'page-reloaded', from: STARTS_AT + 30_000, until: null, track: null }
};
const ended: AttemptEvent = { type: 'interview.ended', data: { by: 'clock', at: ENDS_AT } };
const INTERVIEW = [
	{ at: STARTS_AT - 60_000, event: entered },
	{ at: STARTS_AT, event: started },
	{ at: STARTS_AT + 31_000, event: reloaded },
	{ at: ENDS_AT, event: ended }
];

const room = await seedRoom(db);
const elsewhere = await seedRoom(db, '第 2 考场');
const invigilator = await seedStaff(db, 'invigilator', room);
const stranger = await seedStaff(db, 'invigilator', elsewhere);
const technician = await seedStaff(db, 'technician', null);
const seeded = await seedAttempt(db, room, '测试考生甲', INTERVIEW);
const part = await seedPart(db, partPaths(tmpdir()), seeded, {
	bytes: new Uint8Array(),
	startedAt: STARTS_AT - 60_000
});
await db
	.updateTable('parts')
	.set({ duration_ms: 30_000, seekable_at: STARTS_AT })
	.where('id', '=', part)
	.execute();

test('[E4] the review holds parts, marks, the missing span and a log whose chain is whole', async () => {
	const opened = await reviews.open(seeded.attempt, { person: invigilator, address });
	if (!opened.ok) throw new Error(opened.error.code);
	const review = opened.value;
	expect(review.candidate.name).toBe('测试考生甲');
	expect(review.span).toEqual({ from: STARTS_AT - 60_000, until: ENDS_AT });
	expect(review.marks.map(({ kind }) => kind)).toEqual(['entry', 'start', 'incident', 'end']);
	expect(review.parts).toMatchObject([{ id: part, url: `/api/parts/${part}/film` }]);
	expect(review.unwitnessed).toHaveLength(1);
	expect(review.log.map(({ type }) => type)).toContain('interview.ended');
	expect(review.chainFault).toBeNull();
	const looks = await db.selectFrom('audit_log').selectAll().execute();
	expect(looks).toMatchObject([
		{
			account_id: invigilator.account,
			action: 'recording.viewed',
			target: `attempt:${seeded.attempt}`
		}
	]);
});

test('[E4] a review is for the room’s invigilator; others see neither it nor whether it exists', async () => {
	const open = (attempt: string, person: typeof stranger | null) =>
		reviews.open(attempt, { person, address });
	await expect(open(seeded.attempt, stranger)).rejects.toThrow(AccessDenied);
	await expect(open(seeded.attempt, technician)).rejects.toThrow(AccessDenied);
	await expect(open(crypto.randomUUID(), technician)).rejects.toThrow(AccessDenied);
	await expect(open(seeded.attempt, null)).rejects.toThrow(LoginRequired);
	const unknown = await open(crypto.randomUUID(), invigilator);
	expect(unknown).toMatchObject({ error: { code: 'attempt.not-found' } });
});

test('[C34] a log that was changed behind the application’s back is shown as broken', async () => {
	const victim = await seedAttempt(db, room, '测试考生乙', INTERVIEW);
	await db.connection().execute(async (own) => {
		await sql`alter table attempt_events disable trigger attempt_events_append_only`.execute(own);
		await sql`update attempt_events set server_at = server_at + 1
			where attempt_id = ${victim.attempt} and seq = 3`.execute(own);
		await sql`alter table attempt_events enable trigger attempt_events_append_only`.execute(own);
	});
	const opened = await reviews.open(victim.attempt, { person: invigilator, address });
	expect(opened.ok && opened.value.chainFault).toEqual({ seq: 3, fault: 'hash' });
});

test('[I1] the list shows a person’s own rooms and says what is missing', async () => {
	const { sittings, rooms } = await lists.read(invigilator, null);
	expect(sittings.map(({ id }) => id)).toEqual([room.sitting]);
	expect(rooms[0]?.mayReview).toBe(true);
	const row = rooms[0]?.candidates.find(({ name }) => name === '测试考生甲');
	expect(row).toMatchObject({
		attempt: seeded.attempt,
		need: 'upload-outstanding',
		cameraMs: 30_000,
		screenMs: 0,
		incidents: 1
	});
	const seen = await lists.read(technician, room.sitting);
	expect(seen.rooms[0]?.mayReview).toBe(false);
	const notMine = await lists.read(stranger, room.sitting);
	expect(notMine.rooms.map(({ id }) => id)).toEqual([elsewhere.room]);
	await expect(lists.read(null, null)).rejects.toThrow(LoginRequired);
});
