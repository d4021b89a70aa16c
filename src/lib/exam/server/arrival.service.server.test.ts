import { beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '../../accounts/server/accounts.ts';
import { addCandidate, addRoom } from '../../accounts/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { createArrivals } from './arrival.service.ts';

const HOUR_MS = 60 * 60_000;
const START = Date.UTC(2027, 0, 9, 1, 0);

const { db } = await testDatabase();
let now = START;
const clock = { now: () => now };
const arrivals = createArrivals({ db, clock });

const announce = (exam: string, window: { code?: string; opens_at?: number; closes_at?: number }) =>
	db.updateTable('exams').set(window).where('id', '=', exam).execute();

beforeEach(async () => {
	now = START - HOUR_MS;
	for (const table of ['candidates', 'rooms', 'sittings', 'exams'] as const)
		await db.deleteFrom(table).execute();
});

describe('an exam’s public facts', () => {
	test('[C1] are found by its code, else by its id, and hold times but nobody’s name', async () => {
		const { exam, room } = await addRoom(db, START);
		await announce(exam, { code: 'SL2027', opens_at: START - 2 * HOUR_MS });
		const accounts = createAccounts({ db, clock, log: silentLog });
		const account = await accounts.service.createAccount({
			account: 'k0001',
			name: '考生甲',
			password: 'right-one'
		});
		await addCandidate(db, room, account);

		const facts = await arrivals.exam('SL2027');
		expect(facts).toMatchObject({
			address: 'SL2027',
			supportPhone: '000',
			opensAt: START - 2 * HOUR_MS,
			closesAt: null,
			sittings: [{ startsAt: START, loginOpensAt: START - HOUR_MS / 2 }]
		});
		expect(JSON.stringify(facts)).not.toContain('考生甲');
		expect(await arrivals.exam(exam), 'one address for each exam').toBeNull();
		expect(await arrivals.exam('SL2028')).toBeNull();
		expect(await arrivals.supportPhoneOf('k0001')).toBe('000');
		expect(await arrivals.supportPhoneOf('nobody')).toBeNull();

		const unnamed = await addRoom(db, START);
		expect((await arrivals.exam(unnamed.exam))?.address).toBe(unnamed.exam);
	});

	test('[C1] the front page speaks of an exam only while it is the only one open', async () => {
		expect(await arrivals.only()).toBeNull();
		const first = await addRoom(db, START);
		expect((await arrivals.only())?.address).toBe(first.exam);

		const second = await addRoom(db, START);
		expect(await arrivals.only()).toBeNull();
		await announce(second.exam, { opens_at: START });
		expect((await arrivals.only())?.address).toBe(first.exam);
		now = START;
		expect(await arrivals.only()).toBeNull();
		await announce(first.exam, { closes_at: START });
		expect((await arrivals.only())?.address).toBe(second.exam);
	});

	test('[C1] an exam that was over yesterday does not stand at the front page', async () => {
		await addRoom(db, START);
		now = START + 24 * HOUR_MS;
		expect(await arrivals.only()).toBeNull();
	});
});
