import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { createRoomListService } from '../../invigilation/server/room-list.service.ts';
import { testDatabase } from '../../server/testing/database.ts';
import {
	ENDS_AT,
	seedAttempt,
	seedPart,
	seedRoom,
	seedStaff,
	STARTS_AT
} from '../../recording/testing/seed.ts';
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
const part = await seedPart(db, seeded, {
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
	expect(rooms[0]?.mayOpen).toBe(true);
	const row = rooms[0]?.candidates.find(({ name }) => name === '测试考生甲');
	expect(row).toMatchObject({
		attempt: seeded.attempt,
		need: 'upload-outstanding',
		cameraMs: 30_000,
		screenMs: 0,
		// a reload needs nobody
		incidents: { worst: 'note', toJudge: 0, open: null }
	});
	const seen = await lists.read(technician, room.sitting);
	expect(seen.rooms[0]?.mayOpen).toBe(false);
	const notMine = await lists.read(stranger, room.sitting);
	expect(notMine.rooms.map(({ id }) => id)).toEqual([elsewhere.room]);
	await expect(lists.read(null, null)).rejects.toThrow(LoginRequired);
});

const COVERED = randomUUID();
const covered = (until: number | null): AttemptEvent => ({
	type: 'incident.noted',
	data: {
		...{ id: COVERED, kind: 'camera-covered', track: 'camera' },
		...{ from: STARTS_AT + 40_000, until }
	}
});
const commented: AttemptEvent = { type: 'incident.commented', data: { incident: COVERED } };
const checked: AttemptEvent = {
	type: 'device.checked',
	data: {
		...{ v: 1, device: 'desktop', checkedAt: STARTS_AT - 3_600_000, salt: 's' },
		...{ browser: 'Chrome 146', system: 'Windows', camera: null, microphone: null },
		...{ virtualCamera: false, screen: { width: 1920, height: 1080, several: false } },
		...{ uploadKbps: 3000, latencyMs: 40, jitterMs: 4, freeBytes: null, clockAheadMs: 0 },
		lines: { upload: 'ok' }
	}
};
const [ENTERED, STARTED, RELOADED, ENDED] = INTERVIEW;
if (!ENTERED || !STARTED || !RELOADED || !ENDED) throw new Error('an interview has four lines');
const NOTICED = [
	{ at: STARTS_AT - 70_000, event: checked },
	...[ENTERED, STARTED, RELOADED],
	{ at: STARTS_AT + 41_000, event: covered(null) },
	{ at: STARTS_AT + 52_000, event: covered(STARTS_AT + 51_000) },
	{ at: STARTS_AT + 60_000, event: commented },
	{ at: STARTS_AT + 61_000, event: commented },
	ENDED
];
/** As a version before this one kept it: neither incidents nor passports, and no policy in event 0. */
async function forgetIncidents(attempt: string): Promise<void> {
	await sql`update attempts set state =
		((state::jsonb - 'incidents' - 'passports') #- '{frozen,rules,watch}')::json
		where id = ${attempt}`.execute(db);
}

test('[E4][C34] the review has each incident once, weighed, with what the candidate says as long as it is kept', async () => {
	const { attempt } = await seedAttempt(db, room, '测试考生丙', NOTICED);
	const line = NOTICED.findIndex(({ event }) => event === commented) + 2;
	await db
		.insertInto('attempt_payloads')
		.values({
			attempt_id: attempt,
			seq: line,
			salt: 's',
			content: '{"text":"停电了"}',
			sealed: false
		})
		.execute();
	const open = async () => {
		const opened = await reviews.open(attempt, { person: invigilator, address });
		if (!opened.ok) throw new Error(opened.error.code);
		return opened.value;
	};
	const { marks, passports } = await open();
	expect(marks.filter(({ kind }) => kind === 'incident')).toMatchObject([
		{ incident: 'page-reloaded', severity: 'note', until: null, comments: [] },
		{
			...{ key: COVERED, incident: 'camera-covered', severity: 'attention', track: 'camera' },
			...{ at: STARTS_AT + 40_000, until: STARTS_AT + 51_000, times: 1 },
			comments: [
				{ text: '停电了', at: STARTS_AT + 60_000 },
				{ text: null, at: STARTS_AT + 61_000 }
			]
		}
	]);
	expect(passports.desktop).toMatchObject({ browser: 'Chrome 146', uploadKbps: 3000 });
	// the log is the source: an older projection loses nothing
	await forgetIncidents(attempt);
	expect((await open()).marks).toEqual(marks);
});

test('[I1][C34] the list weighs incidents, also of an attempt that was kept before they were', async () => {
	const own = await seedRoom(db, '第 3 考场');
	const person = await seedStaff(db, 'invigilator', own);
	const { attempt } = await seedAttempt(db, own, '测试考生丁', NOTICED);
	await seedAttempt(db, own, '测试考生戊', INTERVIEW);
	const rows = async (now: number) => {
		const service = createRoomListService({ db, clock: { now: () => now } });
		const list = await service.read(person, own.sitting);
		return list.rooms[0]?.candidates.map(({ name, need, incidents }) => [name, need, incidents]);
	};
	const judged = { worst: 'attention', toJudge: 1, open: null };
	const expected = [
		['测试考生丁', 'upload-outstanding', judged],
		['测试考生戊', 'upload-outstanding', { worst: 'note', toJudge: 0, open: null }]
	];
	expect(await rows(ENDS_AT + 60_000)).toEqual(expected);
	await forgetIncidents(attempt);
	expect(await rows(ENDS_AT + 60_000)).toEqual(expected);
});

test('[I1] while it goes on it is told as open, and becomes worse when the device says that it lasts', async () => {
	const own = await seedRoom(db, '第 4 考场');
	const person = await seedStaff(db, 'invigilator', own);
	const running = NOTICED.slice(0, 5);
	await seedAttempt(db, own, '测试考生己', running);
	await seedAttempt(db, own, '测试考生庚', INTERVIEW.slice(0, 3));
	const rows = async (now: number) => {
		const service = createRoomListService({ db, clock: { now: () => now } });
		const list = await service.read(person, own.sitting);
		return list.rooms[0]?.candidates.map(({ name, need, incidents }) => [
			...[name, need],
			incidents.open
		]);
	};
	const quiet = ['测试考生庚', 'running', 'note'];
	expect(await rows(STARTS_AT + 60_000)).toEqual([['测试考生己', 'incidents', 'attention'], quiet]);
	// its computer may have lost its power: nobody knows that it lasts
	expect(await rows(STARTS_AT + 130_000)).toEqual([
		['测试考生己', 'incidents', 'attention'],
		quiet
	]);
	const told = [...running, { at: STARTS_AT + 100_000, event: covered(null) }];
	await seedAttempt(db, own, '测试考生辛', told);
	expect((await rows(STARTS_AT + 130_000))?.[0]).toEqual(['测试考生辛', 'incidents', 'serious']);
});
