import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './instance-lock.ts';
import { OperatorError } from './operator-error.ts';

let folder: string;
const pidFile = (): string => join(folder, 'server.pid');

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'duimian-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The id of a process that has just ended. */
async function deadProcess(): Promise<number> {
	const child = spawn(process.execPath, ['-e', '']);
	await once(child, 'exit');
	return child.pid ?? 0;
}

test('holds the folder and gives it free again', async () => {
	const unlock = await lockDataFolder(folder);
	expect(await readFile(pidFile(), 'utf8')).toBe(String(process.pid));
	await unlock();
	expect(await readdir(folder)).toEqual([]);
});

test('a living process is named, with the folder and the way out', async () => {
	await writeFile(pidFile(), String(process.ppid));
	const refused = lockDataFolder(folder);
	await expect(refused).rejects.toBeInstanceOf(OperatorError);
	for (const word of [folder, String(process.ppid), 'DATA_DIR', pidFile()])
		await expect(lockDataFolder(folder)).rejects.toThrow(word);
	expect(await readFile(pidFile(), 'utf8')).toBe(String(process.ppid));
});

test('what a killed process left is taken over', async () => {
	await writeFile(pidFile(), String(await deadProcess()));
	const unlock = await lockDataFolder(folder);
	expect(await readFile(pidFile(), 'utf8')).toBe(String(process.pid));
	await unlock();
});

test.each(['', 'nonsense', String(process.pid)])(
	'so is a half-written file, or one of a process that had our id (%j)',
	async (text) => {
		await writeFile(pidFile(), text);
		const unlock = await lockDataFolder(folder);
		await unlock();
		expect(await readdir(folder)).toEqual([]);
	}
);
