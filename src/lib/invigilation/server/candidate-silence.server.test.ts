// Real database: since when a computer is silent, on the page of one candidate as on the wall, also after a restart (I1, I2).
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startDeviceHearing } from '../../attempt/server/device-hearing.ts';
import { insertRequest, readHeard, requestHeard } from '../../attempt/server/lease.repository.ts';
import { seedAttempt, seedRoom, seedStaff, STARTS_AT } from '../../recording/testing/seed.ts';
import { counted } from '../../server/testing/counted.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { FROM_THE_FIRST } from '../candidate-request.ts';
import { candidateViewsOn } from '../testing/candidate-views.ts';
import { isCutOff } from '../tile-need.ts';
import { tileOf } from '../tile-of.ts';
import { readTiles } from './tile.repository.ts';

const { db } = await testDatabase();
const NOW = STARTS_AT + 1_800_000;
const clock = { now: () => NOW };
const room = await seedRoom(db);
const auditor = await seedStaff(db, 'auditor', null);
/** As after a restart: this process has heard nobody yet. */
const hearing = startDeviceHearing({ db, clock, log: silentLog, everyMs: 2 ** 30 });
const views = candidateViewsOn(db, { clock, hearing });

const seeded = () => seedAttempt(db, room, '测试考生静');
async function silences(attempt: string) {
	const told = await views.read(attempt, auditor, FROM_THE_FIRST);
	const [read] = await readTiles(db, { attempts: [attempt] }, NOW);
	if (!told.ok || !read) throw new Error('not told');
	return { page: told.value.devices.desktop, wall: tileOf(read.facts, NOW).desktop };
}

test('[I1] [I2] a restart of the server is no word of a computer that was silent before', async () => {
	const { attempt, lease } = await seeded();
	await db
		.updateTable('leases')
		.set({ heard_at: STARTS_AT + 1000 })
		.where('id', '=', lease)
		.execute();
	const { page, wall } = await silences(attempt);
	expect(page).toEqual({ at: STARTS_AT + 1000, report: null });
	expect(page).toEqual(wall);
	hearing.heard(lease);
	expect((await silences(attempt)).page?.at).toBe(NOW);
});

test('[I1] [I2] a word that only another process has heard counts as it does on the wall', async () => {
	const { attempt, lease } = await seeded();
	const report = { battery: null, savedTo: 5, safeTo: 3, backlogBytes: 7, roundTripMs: 46 };
	await db
		.insertInto('desktop_reports')
		.values({
			...{ attempt_id: attempt, lease_id: lease, heard_at: NOW - 2000, camera_at: null },
			...{ screen_at: null, report: JSON.stringify(report) }
		})
		.execute();
	const { page, wall } = await silences(attempt);
	expect(page).toEqual({ at: NOW - 2000, report });
	expect(page).toEqual(wall);
});

test('[I1] [I2] a device that has the attempt and was never heard is none', async () => {
	const { attempt, lease } = await seeded();
	await db.deleteFrom('leases').where('id', '=', lease).execute();
	expect(await silences(attempt)).toEqual({ page: null, wall: null });
	expect(await hearing.lastHeard(db, randomUUID())).toBeNull();
});

test('[C8] [I1] [I2] a device that was let in and has not come yet was heard when it last asked', async () => {
	const { attempt, lease } = await seeded();
	// as a consent leaves it: the request has the attempt, its page fetches the lease with its next question
	await db.deleteFrom('leases').where('id', '=', lease).execute();
	const asked = { id: lease, attempt, keyHash: lease, label: 'Test Browser', now: NOW - 9000 };
	await db.transaction().execute((tx) => insertRequest(tx, asked));
	const { page, wall } = await silences(attempt);
	expect(wall).toEqual({ at: NOW - 9000, report: null });
	expect(page).toEqual(wall);
	expect(isCutOff({ desktop: wall, stage: 'answer' }, NOW)).toBe(false);
	// nothing in the log: whoever asks after those that are quiet hears it too
	await db.transaction().execute((tx) => requestHeard(tx, lease, NOW));
	expect(await readHeard(db, [lease, randomUUID()])).toEqual(new Map([[lease, NOW]]));
});

test('[I2] one reading of the page asks once for what the devices said last', async () => {
	const { attempt } = await seeded();
	const asked: string[] = [];
	const listening = counted(db, (query) => asked.push(JSON.stringify(query)));
	const own = candidateViewsOn(listening, { clock, hearing });
	expect(await own.read(attempt, auditor, FROM_THE_FIRST)).toMatchObject({ ok: true });
	for (const table of ['desktop_reports', 'phone_reports'])
		expect(asked.filter((query) => query.includes(table))).toHaveLength(1);
});
