import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { addCandidates } from '../attempt/testing/roster.ts';
import { BEFORE, ENDS_AT, FROZEN } from '../attempt/testing/events.ts';
import { expectedBytes } from '../exam/space.ts';
import { silentLog } from '../shared/log.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './db/database.ts';
import { readHealth, reservedBytes, type HealthParts } from './health.ts';
import { MAX_SKEW_MS, startServerClock } from './server-clock.ts';
import { testDatabase } from './testing/database.ts';

const CANDIDATES = 3;

const { db } = await testDatabase();
await addCandidates(db, CANDIDATES);
const serverClock = await startServerClock(db, silentLog);
afterAll(() => serverClock.stop());

// the sitting lies in this future: it still needs its space
const clock = { ...serverClock, now: () => BEFORE };
const config = readConfig({ DATA_DIR: tmpdir(), DISK_FLOOR_BYTES: '1' });
const faces = { health: () => ({ state: 'idle' as const, waiting: 0 }) };
const echoes = { lost: () => 2 };
const healthOf = (parts: Partial<HealthParts> = {}) =>
	readHealth({ db, clock, config, version: '1.2.3', faces, echoes, ...parts });

describe('health', () => {
	test('everything is there', async () => {
		const health = await healthOf();
		expect(health).toMatchObject({
			...{ v: 1, ok: true, version: '1.2.3', database: { ok: true } },
			clock: { ok: true, skewMs: 0 },
			heads: { lost: 2 }
		});
		expect(health.disk.freeBytes).toBeGreaterThan(0);
	});

	test('space is kept for the sittings that are not over', async () => {
		const needed = expectedBytes({ ...FROZEN, candidates: CANDIDATES });
		expect(await reservedBytes(db, BEFORE)).toBe(needed);
		expect(await reservedBytes(db, ENDS_AT)).toBe(0);
		expect((await healthOf()).disk.reservedBytes).toBe(needed);
	});

	test('too little space beside the reserve fails', async () => {
		const { disk } = await healthOf();
		const floor = disk.freeBytes - Math.floor(disk.reservedBytes / 2);
		const tight = { ...config, DISK_FLOOR_BYTES: floor };
		const health = await healthOf({ config: tight });
		expect(health).toMatchObject({ ok: false, disk: { ok: false, floorBytes: floor } });
	});

	test('a data folder that is away fails, and is answered', async () => {
		const away = { ...config, DATA_DIR: join(tmpdir(), randomUUID()) };
		expect(await healthOf({ config: away })).toMatchObject({ ok: false, disk: { freeBytes: 0 } });
	});

	test('[C7] faces that cannot be looked at are told, and stop nobody: there is the account', async () => {
		const resting = { health: () => ({ state: 'resting' as const, waiting: 3 }) };
		expect(await healthOf({ faces: resting })).toMatchObject({ ok: true, faces: resting.health() });
	});

	test('a clock that is off fails', async () => {
		const off = { ...clock, trustworthy: () => false, skewMs: () => 400 };
		expect(await healthOf({ clock: off })).toMatchObject({
			...{ ok: false, clock: { ok: false, skewMs: 400 } }
		});
	});

	test('a database that is away fails, and is answered', async () => {
		const gone = openDatabase('postgres://nobody@127.0.0.1:9/none', silentLog);
		expect(await healthOf({ db: gone.db })).toMatchObject({ ok: false, database: { ok: false } });
		await gone.close();
	});

	test('a database that accepts and never answers is answered within seconds', async () => {
		const silent = createServer(() => {}).listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const { port } = silent.address() as AddressInfo;
		const hanging = openDatabase(`postgres://nobody@127.0.0.1:${port}/none`, silentLog);
		const began = performance.now();
		expect(await healthOf({ db: hanging.db })).toMatchObject({ database: { ok: false } });
		expect(performance.now() - began).toBeLessThan(4000);
		silent.close();
	});
});

test('the clock goes by the database, in whole milliseconds', async () => {
	const { rows } = await sql<{ ms: number }>`
		select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
	expect(Math.abs(serverClock.now() - (rows[0]?.ms ?? 0))).toBeLessThan(MAX_SKEW_MS);
	expect(Number.isInteger(serverClock.now())).toBe(true);
	expect(serverClock.trustworthy()).toBe(true);
});
