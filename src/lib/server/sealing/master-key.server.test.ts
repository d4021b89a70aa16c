import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { testDatabase } from '../testing/database.ts';
import { createMasterKey, newMasterKey } from './master-key.ts';
import { openMasterKey } from './open-master-key.ts';

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'duimian-key-'));
const file = join(folder, 'master.key');
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const plain = Buffer.from('a key of a paper');
const settings = (given: { MASTER_KEY?: string; MASTER_KEY_FILE?: string } = {}) => ({
	DATA_DIR: folder,
	MASTER_KEY: '',
	MASTER_KEY_FILE: '',
	...given
});
const start = (given = {}, log = silentLog) => openMasterKey(db, settings(given), log);

beforeEach(async () => {
	await db.deleteFrom('master_key_check').execute();
	await rm(file, { force: true });
});

describe('[C19] wrapping', () => {
	test('opens with the same key and context, and never looks the same twice', async () => {
		const key = createMasterKey(newMasterKey());
		const [one, two] = [await key.wrap(plain, 'paper:1'), await key.wrap(plain, 'paper:1')];
		expect(one).not.toBe(two);
		expect(text(await key.unwrap(one, 'paper:1'))).toBe(text(plain));
	});

	test('does not open with another key, for another context, or altered', async () => {
		const key = createMasterKey(newMasterKey());
		const wrapped = await key.wrap(plain, 'paper:1');
		await expect(createMasterKey(newMasterKey()).unwrap(wrapped, 'paper:1')).rejects.toThrow();
		await expect(key.unwrap(wrapped, 'paper:2')).rejects.toThrow();
		const bytes = Buffer.from(wrapped.slice(3), 'base64url');
		bytes[14] = (bytes[14] ?? 0) ^ 1;
		await expect(key.unwrap(`v1.${bytes.toString('base64url')}`, 'paper:1')).rejects.toThrow();
		await expect(key.unwrap('v1.', 'paper:1')).rejects.toThrow();
	});
});

describe('[C19] the master key at start', () => {
	test('is made once, for its owner alone, with a loud word, and found again', async () => {
		const warnings: string[] = [];
		const log = {
			...silentLog,
			warn: (_fields: object, message: string) => void warnings.push(message)
		};
		const wrapped = await (await start({}, log)).wrap(plain, 'x');
		expect(warnings).toEqual([expect.stringContaining('apart from the database backup')]);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		expect(text(await (await start({}, log)).unwrap(wrapped, 'x'))).toBe(text(plain));
		expect(warnings).toHaveLength(1);
	});

	test('may come from the environment, or from a file elsewhere', async () => {
		const made = newMasterKey().toString('base64');
		const wrapped = await (await start({ MASTER_KEY: made })).wrap(plain, 'x');
		await expect(stat(file)).rejects.toThrow();
		const elsewhere = join(folder, 'elsewhere.key');
		await writeFile(elsewhere, made);
		const again = await start({ MASTER_KEY_FILE: elsewhere });
		expect(text(await again.unwrap(wrapped, 'x'))).toBe(text(plain));
	});

	test.each([
		['too short', 'c2hvcnQ='],
		['not base64', '!'.repeat(44)]
	])('one that is %s stops the start with words in both languages', async (_what, wrong) => {
		await expect(start({ MASTER_KEY: wrong })).rejects.toThrow(/主密钥[^]*master key/);
		await writeFile(file, wrong);
		await expect(start()).rejects.toThrow(/主密钥[^]*master key/);
	});

	test('another key than the one of this database stops the start', async () => {
		await start();
		await expect(start({ MASTER_KEY: newMasterKey().toString('base64') })).rejects.toThrow(
			/换回原来的主密钥[^]*former master key/
		);
	});

	test('a lost file is not replaced by a new key once something may be sealed', async () => {
		await start();
		await rm(file);
		await expect(start()).rejects.toThrow(/找不到主密钥[^]*missing/);
		await expect(readFile(file)).rejects.toThrow();
	});

	test('two processes that start at once agree on one', async () => {
		const [one, two] = await Promise.all([start(), start()]);
		expect(text(await two.unwrap(await one.wrap(plain, 'x'), 'x'))).toBe(text(plain));
	});
});
