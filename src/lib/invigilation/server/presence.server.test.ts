// Who is present in a room, as several processes show it, and what their presence opens: real sockets, PostgreSQL.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ATTEMPT_CHANNEL, createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { BEFORE, FROZEN, STARTS_AT } from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import {
	logIn,
	staffProcess,
	type StaffPage,
	type StaffProcess
} from '../testing/staff-process.ts';
import { presentIn, roomIsOpen } from './presence.repository.ts';

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const world = { db, url, clock };
const writer = createAttemptWriter(db, clock);
const running: StaffProcess[] = [];

beforeEach(() => {
	now = BEFORE;
});
afterEach(() => Promise.all(running.splice(0).map((process) => process.stop())));

async function start(renewMs?: number): Promise<StaffProcess> {
	const process = await staffProcess(world, renewMs === undefined ? {} : { renewMs });
	running.push(process);
	return process;
}
/** A room with one attempt. */
async function aRoom(): Promise<{ room: string; attempt: string }> {
	const { room, candidates } = await addCandidates(db, 1);
	const candidate = candidates[0] ?? '';
	const { attempt_id: id } = await db
		.selectFrom('candidates')
		.select('attempt_id')
		.where('id', '=', candidate)
		.executeTakeFirstOrThrow();
	await db.transaction().execute((tx) => writer.begin(tx, { id, candidate, room }, FROZEN));
	return { room, attempt: id };
}
async function watching(process: StaffProcess, secret: string, room: string): Promise<StaffPage> {
	const page = await process.open(secret);
	page.say({ type: 'watch', room });
	await page.settled();
	return page;
}
const people = (page: StaffPage) => page.of('present').at(-1)?.people;
const names = (page: StaffPage) => people(page)?.map(({ name }) => name);

describe('[I4] who is present', () => {
	test('is who watches the room and may act in it, at whatever process', async () => {
		const { room, attempt } = await aRoom();
		const [one, two] = [await start(), await start()];
		const mine = await logIn(world, 'invigilator', room, '监督员甲');
		const page = await watching(one, mine.secret, room);
		const auditor = await watching(two, (await logIn(world, 'auditor', null, '审计')).secret, room);
		const technician = await logIn(world, 'technician', room, '技术员');
		await watching(two, technician.secret, room);
		const second = await logIn(world, 'invigilator', room, '监督员乙');
		const other = await watching(two, second.secret, room);
		for (const reader of [page, auditor, other])
			await expect.poll(() => names(reader)?.toSorted()).toEqual(['监督员乙', '监督员甲']);
		page.say({ type: 'follow', attempt });
		await expect
			.poll(() => people(other)?.find(({ account }) => account === mine.account)?.attempt)
			.toBe(attempt);
		page.socket.terminate();
		await expect.poll(() => names(other)).toEqual(['监督员乙']);
	});

	test('stays while another page of theirs is open, at another process', async () => {
		const { room } = await aRoom();
		const [one, two] = [await start(), await start()];
		const { secret } = await logIn(world, 'invigilator', room);
		const [first] = [await watching(one, secret, room), await watching(two, secret, room)];
		const reader = await watching(two, (await logIn(world, 'auditor', null)).secret, room);
		await expect.poll(() => names(reader)).toEqual(['监督员甲']);
		first.socket.terminate();
		await expect
			.poll(async () => {
				await new Promise((resolve) => setTimeout(resolve, 300));
				return names(reader);
			})
			.toEqual(['监督员甲']);
	});

	test('of a process that has died is over after a minute, and renewed while it lives', async () => {
		const { room } = await aRoom();
		const { account } = await logIn(world, 'invigilator', room, '别处');
		await db
			.insertInto('room_presence')
			.values({ room_id: room, account_id: account, attempt_id: null, heard_at: now })
			.execute();
		const mine = await logIn(world, 'invigilator', room);
		const page = await watching(await start(50), mine.secret, room);
		await expect.poll(() => names(page)?.length).toBe(2);
		now += 60_001;
		await expect.poll(() => names(page)).toEqual(['监督员甲']);
		expect((await presentIn(db, [room], now)).get(room)).toMatchObject([{ account: mine.account }]);
	});

	test('is told to who comes later, though nobody else is told again', async () => {
		const { room } = await aRoom();
		const process = await start();
		const first = await watching(process, (await logIn(world, 'invigilator', room)).secret, room);
		await expect.poll(() => names(first)).toEqual(['监督员甲']);
		const told = first.of('present').length;
		const later = await watching(process, (await logIn(world, 'auditor', null)).secret, room);
		expect(names(later)).toEqual(['监督员甲']);
		await first.settled();
		expect(first.of('present')).toHaveLength(told);
	});

	test('is over with the role', async () => {
		const { room } = await aRoom();
		const process = await start();
		const { account, secret } = await logIn(world, 'invigilator', room);
		await watching(process, secret, room);
		const reader = await watching(process, (await logIn(world, 'auditor', null)).secret, room);
		await expect.poll(() => names(reader)).toEqual(['监督员甲']);
		await db
			.updateTable('role_grants')
			.set({ role: 'technician' })
			.where('account_id', '=', account)
			.execute();
		await expect.poll(() => names(reader)).toEqual([]);
	});
});

describe('[I4] a room', () => {
	async function openedAt(room: string) {
		const row = await db
			.selectFrom('rooms')
			.select('opened_at')
			.where('id', '=', room)
			.executeTakeFirstOrThrow();
		return row.opened_at;
	}

	test('is opened once, by the first who is present, and its attempts are told', async () => {
		const { room, attempt } = await aRoom();
		const told: (string | undefined)[] = [];
		const client = new pg.Client(url);
		client.on('notification', ({ payload }) => told.push(payload));
		await client.connect();
		await client.query(`listen ${ATTEMPT_CHANNEL}`);
		const process = await start(50);
		expect(await roomIsOpen(db, room)).toBe(false);
		await watching(process, (await logIn(world, 'auditor', null)).secret, room);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await roomIsOpen(db, room)).toBe(false);
		const page = await watching(process, (await logIn(world, 'invigilator', room)).secret, room);
		await expect.poll(() => openedAt(room)).toBe(BEFORE);
		await expect.poll(() => told).toEqual([attempt]);
		await expect.poll(() => page.of('room')).toHaveLength(1);
		now += 1000;
		await watching(process, (await logIn(world, 'invigilator', room)).secret, room);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await openedAt(room)).toBe(BEFORE);
		expect(told).toEqual([attempt]);
		expect(await roomIsOpen(db, randomUUID())).toBe(false);
		await client.end();
	});

	test('is not opened by an administrator, who is present all the same', async () => {
		const { room } = await aRoom();
		const process = await start(50);
		const { secret } = await logIn(world, 'administrator', null, '考务');
		const page = await watching(process, secret, room);
		await expect.poll(() => names(page)).toEqual(['考务']);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await openedAt(room)).toBeNull();
		await watching(process, (await logIn(world, 'invigilator', room)).secret, room);
		await expect.poll(() => openedAt(room)).toBe(BEFORE);
	});

	test('is not opened before its login is; whoever is there then opens it', async () => {
		const { room } = await aRoom();
		const opens = STARTS_AT - FROZEN.rules.loginOpensBeforeMs;
		now = opens - 1;
		await watching(await start(50), (await logIn(world, 'invigilator', room)).secret, room);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await openedAt(room)).toBeNull();
		now = opens;
		await expect.poll(() => openedAt(room)).toBe(opens);
	});
});
