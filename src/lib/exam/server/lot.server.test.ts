import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { STARTS_AT } from '../../attempt/testing/events.ts';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { openDatabase } from '../../server/db/database.ts';
import { silentLog } from '../../shared/log.ts';
import { recountLot } from '../../../../scripts/lib/lot-recount.ts';
import { checkLot, leafOfReceipt } from '../published-lot.ts';
import { addLotRoom, refusedWith, testWrap, value } from '../testing/lot-room.ts';
import { roomIdOf } from './lot.repository.ts';
import { createLotService } from './lot.service.ts';

const { db, url } = await testDatabase();
const LOGIN_OPENS = STARTS_AT - DEFAULT_RULES.loginOpensBeforeMs;
const ENTRY_CLOSES = STARTS_AT + DEFAULT_RULES.loginClosesAfterMs;
const VALUE = '福彩 3D 第 2027009 期 4 0 7';

let now = LOGIN_OPENS;
const parts = { db, clock: { now: () => now }, log: silentLog, masterKey: testWrap };
const lots = createLotService(parts);

beforeEach(() => {
	now = LOGIN_OPENS;
});

async function lotOf(room: string) {
	const lot = (await lots.published(room))?.lot;
	if (!lot) throw new Error('not frozen');
	return lot;
}

describe('[C12] the draw', () => {
	test('200 at once, in two pools, before and after the announcement: every number once', async () => {
		const { room, attempts } = await addLotRoom(db, 200);
		const other = openDatabase(url, silentLog);
		const services = [lots, createLotService({ ...parts, db: other.db })];
		const drawAll = () =>
			Promise.all(
				attempts.map(async (attempt, index) => {
					const service = services[index % 2] ?? lots;
					return { attempt, ...(await value(service.drawOf(attempt))) };
				})
			);
		const before = await drawAll();
		expect(new Set(before.map(({ commitment }) => commitment)).size).toBe(1);
		expect(before.every(({ number }) => number === null)).toBe(true);

		await value(lots.announce(room, VALUE));
		const draws = await drawAll();
		await other.close();
		const numbers = draws.map(({ number }) => number ?? 0).sort((a, b) => a - b);
		expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));

		// and what everybody can recompute says the same, by two programs
		now = ENTRY_CLOSES;
		const lot = await lotOf(room);
		const order = checkLot(lot).draws;
		const recount = recountLot(lot).numbers;
		for (const { attempt, salt, leaf, number } of draws) {
			expect(leafOfReceipt({ salt, attempt })).toBe(leaf);
			expect(order?.indexOf(leaf)).toBe((number ?? 0) - 1);
			expect(recount?.get(leaf)).toBe(number);
		}
	});

	test('the database itself refuses a number twice', async () => {
		const { room } = await addLotRoom(db, 2);
		await lots.freeze(room);
		const same = db.updateTable('lot_leaves').set({ number: 1 }).where('room_id', '=', room);
		await expect(same.execute()).rejects.toThrow(/unique/);
	});

	test('waits for the value, which comes once and only after the freeze', async () => {
		const { room, attempts } = await addLotRoom(db, 4);
		expect(await lots.announce(room, VALUE)).toMatchObject(refusedWith('lot.not-frozen'));
		await value(lots.freeze(room));
		expect(await lots.announce(room, ' ')).toMatchObject(refusedWith('lot.value-invalid'));
		const first = await value(lots.announce(room, ` ${VALUE} `));
		now += 1000;
		expect(await value(lots.announce(room, VALUE))).toEqual(first);
		expect(await lots.announce(room, '1')).toMatchObject(refusedWith('lot.already-announced'));
		const [attempt = ''] = attempts;
		expect(await value(lots.drawOf(attempt))).toMatchObject({ publicValueAt: LOGIN_OPENS });
	});

	test('two values announced at once: one stands, the other hears that it does not', async () => {
		const { room } = await addLotRoom(db, 4);
		await value(lots.freeze(room));
		const outcomes = await Promise.all([lots.announce(room, '1'), lots.announce(room, '2')]);
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
		expect(outcomes).toContainEqual(refusedWith('lot.already-announced'));
	});

	test('who waits hears of the announcement', async () => {
		const { room } = await addLotRoom(db, 1);
		await value(lots.freeze(room));
		const attempt = randomUUID();
		const candidate = await db
			.selectFrom('candidates')
			.select('id')
			.where('room_id', '=', room)
			.executeTakeFirstOrThrow();
		await db
			.insertInto('attempts')
			.values({
				...{ id: attempt, candidate_id: candidate.id, room_id: room, stage: 'lot', state: '{}' },
				...{ head_seq: 0, head_hash: '', created_at: now }
			})
			.execute();
		const listener = new pg.Client(url);
		await listener.connect();
		await listener.query('listen attempt');
		const heard = new Promise((resolve) => listener.once('notification', resolve));
		await value(lots.announce(room, VALUE));
		expect(await heard).toMatchObject({ payload: attempt });
		await listener.end();
	});

	test('an unknown attempt, an unknown room and an empty one have codes of their own', async () => {
		expect(await lots.drawOf(randomUUID())).toMatchObject(refusedWith('attempt.not-found'));
		for (const room of [randomUUID(), 'x']) {
			expect(await lots.published(room)).toBeNull();
			expect(await lots.freeze(room)).toMatchObject(refusedWith('lot.not-found'));
			expect(await lots.announce(room, VALUE)).toMatchObject(refusedWith('lot.not-found'));
		}
		const { room } = await addLotRoom(db, 1);
		await db.deleteFrom('candidates').where('room_id', '=', room).execute();
		expect(await lots.freeze(room)).toMatchObject(refusedWith('lot.empty-roster'));
	});
});

describe('[C12] what is public', () => {
	test('the seed comes when entry is closed and a value was announced, and stays', async () => {
		const { room } = await addLotRoom(db, 3);
		await value(lots.freeze(room));
		now = ENTRY_CLOSES;
		expect((await lotOf(room)).seed).toBeNull();
		await value(lots.announce(room, VALUE));
		now = ENTRY_CLOSES - 1;
		expect((await lotOf(room)).seed).toBeNull();
		now = ENTRY_CLOSES;
		const [one, two] = await Promise.all([lotOf(room), lotOf(room)]);
		expect(one).toEqual(two);
		expect(checkLot(one).order).toBe('right');
		now = ENTRY_CLOSES - 1;
		expect(await lotOf(room)).toEqual(one);
	});

	test('nothing in it leads to a person', async () => {
		const { room, attempts, sitting } = await addLotRoom(db, 5);
		await value(lots.freeze(room));
		await value(lots.announce(room, VALUE));
		now = ENTRY_CLOSES;
		const text = JSON.stringify(await lots.published(room));
		const people = await db
			.selectFrom('candidates')
			.innerJoin('lot_leaves', 'lot_leaves.attempt_id', 'candidates.attempt_id')
			.select(['candidates.id', 'candidates.account_id', 'candidates.name', 'candidates.id_number'])
			.select(['candidates.admission', 'lot_leaves.salt', 'lot_leaves.attempt_id'])
			.where('candidates.room_id', '=', room)
			.execute();
		expect(people).toHaveLength(attempts.length);
		for (const person of people)
			for (const [what, secret] of Object.entries(person))
				if (what === 'admission') expect(text).not.toContain(`"${String(secret)}`);
				else expect(text, what).not.toContain(secret);
		expect(text).not.toContain(sitting);
		expect(text).not.toContain('wrapped');
		const { leaves } = await lotOf(room);
		expect(leaves).toEqual(leaves.toSorted());
	});

	test('before the reveal the seed lies nowhere in the database', async () => {
		const { room } = await addLotRoom(db, 3);
		await value(lots.freeze(room));
		await value(lots.announce(room, VALUE));
		const dump = async (): Promise<string> => {
			const all = await sql`select row_to_json(lots)::text || row_to_json(lot_leaves)::text as row
				from lots join lot_leaves using (room_id) where room_id = ${room}`.execute(db);
			return JSON.stringify(all.rows);
		};
		const before = await dump();
		now = ENTRY_CLOSES;
		const { seed } = await lotOf(room);
		const forms = (['hex', 'base64', 'base64url'] as const).map((form) =>
			Buffer.from(seed ?? '', 'hex').toString(form)
		);
		for (const form of forms) expect(before).not.toContain(form);
		expect(await dump()).toContain(seed);
	});

	test('a seed wrapped for another room, or altered, is noticed and never shown', async () => {
		const [one, two] = [await addLotRoom(db, 2), await addLotRoom(db, 2)];
		for (const { room } of [one, two]) await value(lots.freeze(room));
		await sql`update lots set wrapped_seed = (select wrapped_seed from lots where room_id = ${two.room})
			where room_id = ${one.room}`.execute(db);
		await expect(lots.announce(one.room, VALUE)).rejects.toThrow('another context');
		const wrapped = await testWrap.wrap(new Uint8Array(32), `lot-seed:${one.room}`);
		await db
			.updateTable('lots')
			.set({ wrapped_seed: wrapped })
			.where('room_id', '=', one.room)
			.execute();
		await expect(lots.announce(one.room, VALUE)).rejects.toThrow('not the seed');
	});

	test('a published draw cannot be changed in the database', async () => {
		const { room } = await addLotRoom(db, 2);
		await value(lots.freeze(room));
		await value(lots.announce(room, VALUE));
		for (const change of [{ commitment: 'x' }, { public_value: 'x' }, { frozen_at: 1 }])
			await expect(
				db.updateTable('lots').set(change).where('room_id', '=', room).execute()
			).rejects.toThrow('does not change');
	});
});

test('[C12] a room is found by its id, or by sitting code and name', async () => {
	const { room, sitting } = await addLotRoom(db, 1);
	const { code } = await db
		.selectFrom('sittings')
		.select('code')
		.where('id', '=', sitting)
		.executeTakeFirstOrThrow();
	expect(await roomIdOf(db, room)).toBe(room);
	expect(await roomIdOf(db, `${code}/第一考场`)).toBe(room);
	for (const wrong of ['x', `${code}/第二考场`, randomUUID()])
		expect(await roomIdOf(db, wrong)).toBeNull();
});
