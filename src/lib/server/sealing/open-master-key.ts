// Where the master key comes from: MASTER_KEY, or a file beside the data that is made at the first start. A database
// that was sealed with another key is not served: better no start than a paper that cannot be opened at the start second.
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../../shared/log.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/database.ts';
import { OperatorError } from '../operator-error.ts';
import { createMasterKey, newMasterKey, parseMasterKey, type MasterKey } from './master-key.ts';

const CHECK_CONTEXT = 'master-key-check';
const CHECK_TEXT = 'duimian';

type KeySettings = Pick<Config, 'DATA_DIR' | 'MASTER_KEY' | 'MASTER_KEY_FILE'>;

/** @throws OperatorError when the key is missing, damaged, or not the one of this database */
export async function openMasterKey(db: Db, config: KeySettings, log: Log): Promise<MasterKey> {
	const file = config.MASTER_KEY_FILE || join(config.DATA_DIR, 'master.key');
	const where = config.MASTER_KEY ? 'MASTER_KEY' : file;
	const check = await readCheck(db);
	const bytes = config.MASTER_KEY
		? parsed(config.MASTER_KEY, where)
		: ((await readKeyFile(file)) ?? (await makeKeyFile(file, check, log)));
	const key = createMasterKey(bytes);
	await proveKey(db, key, check, where);
	return key;
}

function parsed(text: string, where: string): Buffer {
	const key = parseMasterKey(text);
	if (key) return key;
	throw new OperatorError(
		`主密钥（${where}）不对：应为 32 字节的 base64，44 个字符。请从保存的副本恢复，不要换成新的。\n` +
			`The master key (${where}) is wrong: it must be 32 bytes in base64, 44 characters. Restore it from the copy you kept; do not make a new one.`
	);
}

async function readKeyFile(file: string): Promise<Buffer | null> {
	try {
		return parsed(await readFile(file, 'utf8'), file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

async function makeKeyFile(file: string, check: string | null, log: Log): Promise<Buffer> {
	if (check !== null)
		throw new OperatorError(
			`找不到主密钥：数据库中的试卷是用它封存的，${file} 不存在，也没有设置 MASTER_KEY。请从保存的副本恢复。\n` +
				`The master key is missing: papers in the database are sealed with it, but there is no ${file} and no MASTER_KEY. Restore it from the copy you kept.`
		);
	const key = newMasterKey();
	if (!(await writeOnce(file, `${key.toString('base64')}\n`)))
		return (await readKeyFile(file)) ?? key;
	log.warn(
		{ file },
		'A NEW MASTER KEY WAS MADE. Copy this file now to a safe place apart from the database backup: without it no sealed paper can ever be opened'
	);
	return key;
}

/** On the disk before anything is sealed with it; whole or not at all. @returns false when another process was first */
async function writeOnce(file: string, text: string): Promise<boolean> {
	const beside = `${file}.${randomUUID()}`;
	const handle = await open(beside, 'w', 0o600);
	try {
		await handle.writeFile(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
	try {
		await link(beside, file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	} finally {
		await rm(beside, { force: true });
	}
	await syncFolder(dirname(file));
	return true;
}

/** So that the file's name survives a power cut too; Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r').catch(() => null);
	await handle?.sync().catch(() => {});
	await handle?.close();
}

async function readCheck(db: Db): Promise<string | null> {
	const row = await db.selectFrom('master_key_check').select('wrapped').executeTakeFirst();
	return row?.wrapped ?? null;
}

/** The first key that meets a database leaves a check value in it; every later one must open it. */
async function proveKey(
	db: Db,
	key: MasterKey,
	known: string | null,
	where: string
): Promise<void> {
	if (known === null) {
		const wrapped = await key.wrap(Buffer.from(CHECK_TEXT), CHECK_CONTEXT);
		await db
			.insertInto('master_key_check')
			.values({ wrapped })
			.onConflict((conflict) => conflict.column('singleton').doNothing())
			.execute();
	}
	const check = await readCheck(db);
	const opens = await key.unwrap(check ?? '', CHECK_CONTEXT).then(
		(plain) => Buffer.from(plain).toString() === CHECK_TEXT,
		() => false
	);
	if (!opens)
		throw new OperatorError(
			`主密钥（${where}）不是封存这个数据库的那一个，试卷将无法打开，所以没有启动。请换回原来的主密钥。\n` +
				`The master key (${where}) is not the one this database was sealed with. Its papers could not be opened, so nothing was started. Put the former master key back.`
		);
}
