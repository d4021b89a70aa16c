// One server to a data folder. A lock file with a process id; one left by a killed process is taken over.
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
		const holder = await holderOf(file);
		if (holder && holder !== process.pid && isAlive(holder))
			throw new OperatorError(
				`数据目录 ${dataDir} 正被进程 ${holder} 使用。请先停止它，或换一个数据目录（DATA_DIR）。若该进程并非本程序，请删除 ${file}。\n` +
					`The data folder ${dataDir} is in use by process ${holder}. Stop it first, or choose another folder (DATA_DIR). ` +
					`If that process is something else, delete ${file}.`
			);
		await removeStale(file, holder);
	}
}

const holderOf = async (file: string): Promise<number> =>
	Number(await readFile(file, 'utf8').catch(() => '')) || 0;

/** Two servers may find the same stale file: whoever took away the other's fresh one puts it back. */
async function removeStale(file: string, stale: number): Promise<void> {
	const aside = `${file}.${process.pid}`;
	const moved = await rename(file, aside).then(
		() => true,
		() => false
	);
	if (!moved) return;
	if ((await holderOf(aside)) !== stale) await link(aside, file).catch(() => {});
	await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
