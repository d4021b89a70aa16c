import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { OperatorError } from '../operator-error.ts';
import { databaseCanEnter } from './database-user.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const asRoot = process.getuid?.() === 0;
const folder = await mkdtemp(join(tmpdir(), 'duimian-embedded-'));
await chmod(folder, 0o755);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ask(url: string, query: string): Promise<unknown[]> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(query)).rows;
	} finally {
		await client.end();
	}
}

const postmaster = async (): Promise<number> => {
	const file = join(folder, 'data', 'database', 'cluster', 'postmaster.pid');
	return Number((await readFile(file, 'utf8')).split('\n')[0]);
};

describe('the database that comes along', () => {
	test('starts, is taken over when its process was killed, and keeps what was committed', async () => {
		const dataDir = join(folder, 'data');
		await mkdir(dataDir);
		const first = await startEmbeddedPostgres(dataDir, silentLog);
		expect(first.adopted).toBe(false);
		await ask(first.url, 'create table kept (n int); insert into kept values (7)');

		// kill -9 of our process: nobody calls `stop`, and the next start finds a running cluster
		const pid = await postmaster();
		const second = await startEmbeddedPostgres(dataDir, silentLog);
		expect(second).toMatchObject({ adopted: true, url: first.url });
		expect(await postmaster()).toBe(pid);
		expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }]);

		await second.stop();
		await expect(ask(second.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
		await expect(stat(join(dataDir, 'database', 'cluster', 'postmaster.pid'))).rejects.toThrow();

		// the machine lost its power: a stale pid file, a cluster that was not shut down
		const third = await startEmbeddedPostgres(dataDir, silentLog);
		process.kill(await postmaster(), 'SIGKILL');
		await expect.poll(() => ask(third.url, 'select 1').catch(() => 'gone')).toBe('gone');
		const fourth = await startEmbeddedPostgres(dataDir, silentLog);
		expect(await ask(fourth.url, 'select n from kept')).toEqual([{ n: 7 }]);
		await fourth.stop();
	});

	test('its password is the database user’s alone', async () => {
		const { mode } = await stat(join(folder, 'data', 'database', 'password'));
		expect(mode & 0o077).toBe(0);
	});
});

describe.runIf(asRoot)('as root', () => {
	const closed = join(folder, 'closed');

	test('in a closed folder the operator is told which one, and what to do', async () => {
		await mkdir(join(closed, 'data'), { recursive: true });
		await chmod(closed, 0o700);
		const refused = startEmbeddedPostgres(join(closed, 'data'), silentLog);
		await expect(refused).rejects.toBeInstanceOf(OperatorError);
		const { message } = (await refused.catch((error: unknown) => error)) as OperatorError;
		for (const words of [closed, '进不了', 'cannot enter', '--data', 'DATA_DIR', 'DATABASE_URL'])
			expect(message).toContain(words);
		expect(message.split(' ')).not.toContain(join(closed, 'data'));
		expect(await databaseCanEnter(join(closed, 'data'))).toBe(false);
		expect(await databaseCanEnter(folder)).toBe(true);
	});

	test('it runs as somebody else', async () => {
		const dataDir = join(folder, 'data');
		const { stop } = await startEmbeddedPostgres(dataDir, silentLog);
		const { stdout } = await promisify(execFile)('ps', [
			...['-o', 'user=', '-p', String(await postmaster())]
		]);
		await stop();
		expect(stdout.trim()).not.toBe('root');
	});
});
