// One server to a data folder. A lock file with a process id; one left by a killed process is taken over.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';

/**
 * @returns a function that gives the folder free again
 * @throws OperatorError when a living process has it
 */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
	const file = join(dataDir, 'server.pid');
	const mine = String(process.pid);
	for (;;) {
		try {
			await writeFile(file, mine, { flag: 'wx' });
			return () => rm(file, { force: true });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const holder = Number(await readFile(file, 'utf8').catch(() => ''));
		if (holder && holder !== process.pid && isAlive(holder))
			throw new OperatorError(
				`数据目录 ${dataDir} 正被进程 ${holder} 使用。请先停止它，或换一个数据目录（DATA_DIR）。\n` +
					`The data folder ${dataDir} is in use by process ${holder}. Stop it first, or choose another folder (DATA_DIR).`
			);
		await rm(file, { force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
