import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { enterEpoch, type Epoch } from './epoch.ts';
import { testDatabase } from './testing/database.ts';

const NEVER_MS = 3_600_000;

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'duimian-epoch-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const stateRow = () => db.selectFrom('server_state').selectAll().executeTakeFirstOrThrow();
const backup = stateRow;
const restore = ({ epoch, mark }: { epoch: string; mark: number }) =>
	db.updateTable('server_state').set({ epoch, mark }).execute();

/** A run of the server. @returns its epoch */
async function run(during: () => Promise<void> = async () => {}): Promise<string> {
	const epoch = await enterEpoch(db, folder, silentLog, NEVER_MS);
	await during();
	await epoch.stop();
	return epoch.id;
}

beforeEach(async () => {
	await db.deleteFrom('server_state').execute();
	await rm(join(folder, 'epoch-mark'), { force: true });
});

describe('the epoch', () => {
	test('stays the same over ordinary restarts', async () => {
		const first = await run();
		expect(await run()).toBe(first);
		expect(await run()).toBe(first);
	});

	test('is new for a new database beside old files', async () => {
		const first = await run();
		await db.deleteFrom('server_state').execute();
		expect(await run()).not.toBe(first);
	});

	test('is new once after a backup of an earlier run was restored', async () => {
		const first = await run();
		const early = await backup();
		await run();
		await restore(early);
		const second = await run();
		expect(second).not.toBe(first);
		expect(await run()).toBe(second);
	});

	test('[C9] knows when it began with a backup, also in later runs', async () => {
		const early = await (async () => (await run(), backup()))();
		expect(early.restored_at).toBeNull();
		await run();
		await restore(early);
		const from = Date.now();
		const second = await enterEpoch(db, folder, silentLog, NEVER_MS);
		await second.stop();
		expect(second.restoredAt).toBeGreaterThanOrEqual(from - 1000);
		expect(second.restoredAt).toBeLessThanOrEqual(Date.now() + 1000);
		const third = await enterEpoch(db, folder, silentLog, NEVER_MS);
		await third.stop();
		expect(third.restoredAt).toBe(second.restoredAt);
	});

	test('is new after a backup of the same run, older than a beat, was restored', async () => {
		const BEAT_MS = 20;
		const running: Epoch = await enterEpoch(db, folder, silentLog, BEAT_MS);
		const early = await backup();
		await expect.poll(async () => (await stateRow()).mark).toBeGreaterThan(early.mark);
		await running.stop();
		await restore(early);
		expect(await run()).not.toBe(running.id);
	});

	test('stays for a second server with a folder of its own', async () => {
		const first = await run();
		const other = await mkdtemp(join(tmpdir(), 'duimian-epoch-'));
		const second = await enterEpoch(db, other, silentLog, NEVER_MS);
		await second.stop();
		await rm(other, { recursive: true });
		expect(second.id).toBe(first);
		expect(await run()).toBe(first);
	});

	test('survives a file that a full disk left empty, and leaves no half one', async () => {
		const first = await run();
		await writeFile(join(folder, 'epoch-mark'), '');
		expect(await run()).toBe(first);
		expect(await readdir(folder)).toEqual(['epoch-mark']);
	});
});

test('a database that is restored under a running server is reported, and seen at the next start', async () => {
	const BEAT_MS = 20;
	const errors: string[] = [];
	const log = { ...silentLog, error: (_: object, message: string) => void errors.push(message) };
	const running = await enterEpoch(db, folder, log, BEAT_MS);
	const early = await backup();
	await expect.poll(async () => (await stateRow()).mark).toBeGreaterThan(early.mark + 2);
	await restore({ ...early, mark: early.mark - 5 });
	await expect.poll(() => errors[0]).toContain('restored under a running server');
	await running.stop();
	expect(await run()).not.toBe(running.id);
});
