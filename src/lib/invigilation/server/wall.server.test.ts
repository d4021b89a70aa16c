// One room's page as a whole, who may have it, and what a wall of two hundred asks of the database.
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Person, Role } from '../../accounts/permissions.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { insertLease } from '../../attempt/server/lease.repository.ts';
import {
	BEFORE,
	confirmed,
	ENDS_AT,
	event,
	FROZEN,
	opened,
	STARTS_AT
} from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { counted } from '../../server/testing/counted.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import type { Tile } from '../tile.ts';
import { createRoomBoard } from './room-board.ts';
import { createWallService } from './wall.service.ts';

const { db } = await testDatabase();
const clock = { now: () => BEFORE };
const writer = createAttemptWriter(db, clock);
const places = createPlaces(db);
const walls = createWallService({ db, clock, epoch: 'epoch-1', places });
const CANDIDATES = 200;
const { room, candidates } = await addCandidates(db, CANDIDATES);
const other = await addCandidates(db, 1);

async function begin(candidate: string, inRoom: string): Promise<string> {
	const { attempt_id: id } = await db
		.selectFrom('candidates')
		.select('attempt_id')
		.where('id', '=', candidate)
		.executeTakeFirstOrThrow();
	await db.transaction().execute((tx) => writer.begin(tx, { id, candidate, room: inRoom }, FROZEN));
	return id;
}

async function person(role: Role, at: string | null = room): Promise<Person> {
	const account = randomUUID();
	await db
		.insertInto('accounts')
		.values({ id: account, account, name: '监督员甲', password_hash: '', created_at: 0 })
		.execute();
	const grants = [{ role, exam: null, room: at }];
	return { account, name: '监督员甲', grants, candidate: null };
}
const invigilator = await person('invigilator');

describe('[I1] a room’s page', () => {
	test('is the room, who I am there, and a tile for each candidate, also before they log in', async () => {
		const [candidate] = other.candidates;
		const mine = await person('administrator', other.room);
		const read = await walls.read(mine, other.room);
		expect(read).toMatchObject({
			ok: true,
			value: {
				...{ now: BEFORE, epoch: 'epoch-1', people: [] },
				room: {
					...{ id: other.room, name: '第一考场', openedAt: null, demandsInvigilator: false },
					exam: { title: FROZEN.texts.title, kind: 'mock' },
					...{ startsAt: STARTS_AT, endsAt: ENDS_AT, prepared: [] },
					loginOpensAt: STARTS_AT - FROZEN.rules.loginOpensBeforeMs
				},
				me: { account: mine.account, permissions: expect.not.arrayContaining(['live.view']) },
				tiles: [{ candidate, attempt: null, stage: null, need: 'not-begun', watched: false }]
			}
		});
		await expect(walls.read(await person('technician', other.room), other.room)).rejects.toThrow(
			AccessDenied
		);
		const attempt = await begin(candidate ?? '', other.room);
		expect(await walls.read(mine, other.room)).toMatchObject({
			value: { tiles: [{ candidate, attempt, stage: 'devices', lot: null, unread: 0 }] }
		});
	});

	test('is refused for another room, and to nobody in particular', async () => {
		await expect(walls.read(invigilator, other.room)).rejects.toThrow(AccessDenied);
		await expect(walls.read(null, room)).rejects.toThrow(LoginRequired);
		await expect(walls.read(null, randomUUID())).rejects.toThrow(LoginRequired);
		expect(await walls.read(invigilator, randomUUID())).toMatchObject({
			error: { code: 'room.not-found' }
		});
	});

	test('says who is watched closely; asked twice it is harmless', async () => {
		const [candidate = ''] = candidates;
		const watched = async () => {
			const read = await walls.read(invigilator, room);
			return read.ok ? read.value.tiles.filter((tile) => tile.watched) : [];
		};
		const ask = (to: boolean, one = candidate) =>
			walls.watchClosely(invigilator, room, { candidate: one, watched: to });
		expect([await ask(true), await ask(true)]).toMatchObject([{ ok: true }, { ok: true }]);
		expect(await watched()).toMatchObject([{ candidate }]);
		expect(await ask(true, other.candidates[0])).toMatchObject({
			error: { code: 'candidate.not-found' }
		});
		const [auditor, elsewhere] = [await person('auditor'), await person('invigilator', other.room)];
		for (const one of [auditor, elsewhere])
			await expect(walls.watchClosely(one, room, { candidate, watched: false })).rejects.toThrow(
				AccessDenied
			);
		await ask(false);
		expect(await watched()).toEqual([]);
	});
});

describe('[I1] two hundred candidates', async () => {
	let queries = 0;
	const pushed: Tile[] = [];
	const board = createRoomBoard({
		...{ db: counted(db, () => queries++), clock, log: silentLog },
		...{ isWatched: () => true, isFollowed: () => false },
		push: ({ tiles }) => void pushed.push(...tiles),
		moved: () => {},
		rosterChanged: () => {},
		times: { changedMs: 30, wordsMs: 30, clockMs: 20, wholeMs: 2 ** 30 }
	});
	afterAll(board.stop);
	const attempts: string[] = [];
	for (const candidate of candidates) attempts.push(await begin(candidate, room));

	/** @returns how many queries it took until it was quiet again */
	async function queriesOf(work: () => Promise<void> | void): Promise<number> {
		queries = 0;
		pushed.length = 0;
		await work();
		await new Promise((resolve) => setTimeout(resolve, 400));
		return queries;
	}

	test('are read once, whoever watches; time alone asks nothing', async () => {
		const first = await queriesOf(async () => {
			const all = await Promise.all([board.tiles(room), board.tiles(room)]);
			expect(all.map(({ tiles }) => tiles.length)).toEqual([CANDIDATES, CANDIDATES]);
		});
		// roster, parts, witnesses, messages, words
		expect(first).toBe(5);
		expect(await queriesOf(() => {})).toBe(0);
	});

	test('that all change at once, and all say how they are, cost a handful of queries', async () => {
		for (const attempt of attempts) {
			const row = { id: randomUUID(), attempt, keyHash: attempt, label: 'Test', now: BEFORE };
			await db.transaction().execute((tx) => insertLease(tx, { ...row, device: 'desktop' }));
			await writer.apply(attempt, opened(row.id));
			await writer.apply(attempt, confirmed);
		}
		const changed = await queriesOf(() => attempts.forEach(board.changed));
		expect(changed).toBe(5);
		expect(new Set(pushed.map(({ attempt }) => attempt)).size).toBe(CANDIDATES);
		expect(await queriesOf(() => attempts.forEach(board.reported))).toBe(1);
	});

	test('that are all silent are asked after in one query each turn', async () => {
		const clockMs = 100;
		let turns = 0;
		let asked = 0;
		const later = createRoomBoard({
			db: counted(db, () => asked++),
			clock: { now: () => (turns++, BEFORE + 60_000) },
			...{ log: silentLog, isWatched: () => true, isFollowed: () => false },
			...{ push: () => {}, moved: () => {}, rosterChanged: () => {} },
			times: { changedMs: 10, wordsMs: 10, clockMs, wholeMs: 2 ** 30 }
		});
		await later.tiles(room);
		[turns, asked] = [0, 0];
		await expect.poll(() => turns).toBeGreaterThanOrEqual(4);
		await later.stop();
		expect(asked).toBe(turns);
	});

	test('that change while they are being read are not missed', async () => {
		const [attempt = ''] = attempts;
		const moved: Tile[] = [];
		let between: (() => Promise<void>) | null = async () => {
			between = null;
			await writer.apply(attempt, {
				...event('details.disputed', {}),
				payload: { text: '姓名有误' }
			});
			slow.changed(attempt);
		};
		const slow = createRoomBoard({
			db: db.withPlugin({
				transformQuery: ({ node }) => node,
				// the roster has been read when it happens
				transformResult: async ({ result }) => {
					await between?.();
					return result;
				}
			}),
			...{ clock, log: silentLog, isWatched: () => true, isFollowed: () => false },
			push: ({ tiles }) => void moved.push(...tiles),
			...{ moved: () => {}, rosterChanged: () => {} },
			times: { changedMs: 10, wordsMs: 10, clockMs: 2 ** 30, wholeMs: 2 ** 30 }
		});
		const { tiles } = await slow.tiles(room);
		const disputed = (all: readonly Tile[]) => all.filter((tile) => tile.disputed).length;
		expect(disputed(tiles)).toBe(0);
		await expect.poll(() => disputed(moved)).toBe(1);
		await slow.stop();
	});

	test('elsewhere cost none', async () => {
		expect(await queriesOf(() => board.changed(randomUUID()))).toBe(0);
	});
});
