// CPU of a process without the pool of threads that encodes its films: on a crowded machine the encoders alone waver by many
// times what a watch costs. Linux only.
import { readdir, readFile } from 'node:fs/promises';

/** Of one clock tick (`getconf CLK_TCK`: 100 wherever Chromium runs on Linux). */
const TICK_S = 0.01;
/** Chromium's; the kernel keeps 15 characters of a name. */
const POOL = 'ThreadPool';

/** @returns CPU seconds, 0 where there is no /proc */
export async function secondsBesidePool(pid: number): Promise<number> {
	const folder = `/proc/${String(pid)}/task`;
	const threads = await readdir(folder).catch(() => []);
	const seconds = threads.map((id) =>
		readFile(`${folder}/${id}/stat`, 'utf8').then(secondsOf, () => 0)
	);
	return (await Promise.all(seconds)).reduce((sum, one) => sum + one, 0);
}

/** `pid (name) state …`: user and system time are the 12th and 13th after the name. */
function secondsOf(stat: string): number {
	const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
	if (name.startsWith(POOL)) return 0;
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * TICK_S;
}
