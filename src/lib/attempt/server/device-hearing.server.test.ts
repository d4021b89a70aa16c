// Real database: when a device last spoke, for whoever looks, and for whoever decides on a second one (C8).
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { seedAttempt, seedRoom, STARTS_AT } from '../../recording/testing/seed.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { startDeviceHearing } from './device-hearing.ts';

const { db } = await testDatabase();

test('[C8] a server that has just started has heard nobody: no silence to decide by, and no word to show', async () => {
	let now = STARTS_AT + 60_000;
	const { lease } = await seedAttempt(db, await seedRoom(db), '测试考生甲');
	const start = () =>
		startDeviceHearing({ db, clock: { now: () => now }, log: silentLog, everyMs: 2 ** 30 });
	const before = start();
	before.heard(lease);
	await before.stop();
	now += 1_800_000;
	const after = start();
	expect(await after.lastHeard(db, lease)).toBe(STARTS_AT + 60_000);
	expect(await after.silentSince(db, lease)).toBe(now);
	after.heard(lease);
	now += 5000;
	expect(await after.lastHeard(db, lease)).toBe(now - 5000);
	expect(await after.lastHeard(db, randomUUID())).toBeNull();
	await after.stop();
});
