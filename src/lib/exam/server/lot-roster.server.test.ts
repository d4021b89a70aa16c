import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { STARTS_AT } from '../../attempt/testing/events.ts';
import { DEFAULT_RULES, type ExamRules } from '../../attempt/rules.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { openDatabase, type Db } from '../../server/db/database.ts';
import { silentLog } from '../../shared/log.ts';
import { addLotRoom, refusedWith, testWrap, value } from '../testing/lot-room.ts';
import { rosterRefusal } from './lot.repository.ts';
import { createLotService } from './lot.service.ts';

const { db, url } = await testDatabase();
const LOGIN_OPENS = STARTS_AT - DEFAULT_RULES.loginOpensBeforeMs;

const WITHOUT_LOTS: ExamRules = {
	...DEFAULT_RULES,
	plan: DEFAULT_RULES.plan.filter((stage) => stage !== 'lot')
};

let now = LOGIN_OPENS;
const parts = { db, clock: { now: () => now }, log: silentLog, masterKey: testWrap };
const lots = createLotService(parts);

beforeEach(() => {
	now = LOGIN_OPENS;
});

describe('[C12] the roster', () => {
	test('is frozen at the first demand once login is open, not before', async () => {
		const { room, attempts } = await addLotRoom(db, 3);
		const [attempt = ''] = attempts;
		now = LOGIN_OPENS - 1;
		expect((await lots.published(room))?.lot).toBeNull();
		expect(await lots.drawOf(attempt)).toMatchObject(refusedWith('lot.not-frozen'));
		now = LOGIN_OPENS;
		expect(await value(lots.drawOf(attempt))).toMatchObject({ number: null, of: 3, frozenAt: now });
		expect((await lots.published(room))?.lot?.leaves).toHaveLength(3);
	});

	test('of an exam without lots is frozen by nobody’s look', async () => {
		const { room, attempts } = await addLotRoom(db, 2, WITHOUT_LOTS);
		expect((await lots.published(room))?.lot).toBeNull();
		const own = await lots.drawOf(attempts[0] ?? '');
		expect(own).toMatchObject(refusedWith('lot.not-frozen'));
		expect((await lots.published(room))?.lot).toBeNull();
	});

	test('frozen by many at once, in two pools, is one roster', async () => {
		const { room, attempts } = await addLotRoom(db, 20);
		const other = openDatabase(url, silentLog);
		const elsewhere = createLotService({ ...parts, db: other.db });
		const frozen = await Promise.all(
			Array.from({ length: 20 }, (_, index) => value((index % 2 ? lots : elsewhere).freeze(room)))
		);
		await other.close();
		expect(new Set(frozen.map(({ commitment }) => commitment)).size).toBe(1);
		expect(frozen[0]?.leaves).toHaveLength(attempts.length);
		const rows = await db.selectFrom('lots').selectAll().where('room_id', '=', room).execute();
		expect(rows).toHaveLength(1);
	});

	test('takes nobody in afterwards, and says so with a code', async () => {
		const { room, attempts } = await addLotRoom(db, 2);
		const { room: elsewhere } = await addLotRoom(db, 1);
		await lots.freeze(room);
		const move = (to: string) =>
			db
				.updateTable('candidates')
				.set({ room_id: to })
				.where('attempt_id', '=', attempts[0] ?? '')
				.execute()
				.catch((error: unknown) => rosterRefusal(error));
		expect(await move(elsewhere)).toEqual({ code: 'lot.roster-frozen' });
		const late = await addCandidateTo(room).catch((error: unknown) => rosterRefusal(error));
		expect(late).toEqual({ code: 'lot.roster-frozen' });
		expect(rosterRefusal(new Error('something else'))).toBeNull();
	});
});

test('[C12] a candidate who arrives during the freeze is either in it or refused', async () => {
	const { room } = await addLotRoom(db, 2);
	// an import that has not committed yet: the freeze waits for it
	const frozen = await db.transaction().execute(async (tx) => {
		await addCandidateTo(room, tx);
		const waiting = value(lots.freeze(room));
		expect(await Promise.race([waiting, sleep(200)])).toBeUndefined();
		return { waiting };
	});
	expect((await frozen.waiting).leaves).toHaveLength(3);

	// a freeze that has not committed yet: the candidate waits, and is refused
	const { room: other } = await addLotRoom(db, 2);
	let late: Promise<unknown> = Promise.resolve();
	const wrap = async (seed: Uint8Array, context: string): Promise<string> => {
		late = addCandidateTo(other).catch((error: unknown) => rosterRefusal(error));
		expect(await Promise.race([late, sleep(200)])).toBeUndefined();
		return testWrap.wrap(seed, context);
	};
	const slow = createLotService({ ...parts, masterKey: { ...testWrap, wrap } });
	expect((await value(slow.freeze(other))).leaves).toHaveLength(2);
	expect(await late).toEqual({ code: 'lot.roster-frozen' });
});

async function addCandidateTo(room: string, tx: Db = db): Promise<void> {
	const id = randomUUID();
	await tx
		.insertInto('accounts')
		.values({ id, account: id, name: '测试考生乙', password_hash: '', created_at: now })
		.execute();
	await tx
		.insertInto('candidates')
		.values({
			...{ id, room_id: room, account_id: id, name: '测试考生乙', id_number: '0' },
			...{ admission: id, position: '示例岗位' }
		})
		.execute();
}
