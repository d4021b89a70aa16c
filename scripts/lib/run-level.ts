// Runs one level in a process of its own and counts what its report says.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOf, type Level, type Run } from './levels.ts';
import { judged, type Tally } from './tally.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface LevelOutcome {
	readonly level: Level;
	readonly tally: Tally;
	readonly seconds: number;
}

export async function runLevel(
	level: Level,
	folder: string,
	filters: readonly string[]
): Promise<LevelOutcome> {
	const started = performance.now();
	const reportFile = join(folder, `${level}.json`);
	const run = runOf(level, reportFile, filters);
	const exitedWell = await exitsWell(run);
	const tally = judged(readTally(run, reportFile), exitedWell);
	return { level, tally, seconds: (performance.now() - started) / 1000 };
}

function exitsWell({ args, env }: Run): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, {
			cwd: ROOT,
			stdio: 'inherit',
			env: { ...process.env, ...env }
		});
		child.on('error', () => resolve(false));
		child.on('exit', (code) => resolve(code === 0));
	});
}

function readTally(run: Run, reportFile: string): Tally | null {
	try {
		return run.tally(JSON.parse(readFileSync(reportFile, 'utf8')));
	} catch {
		return null;
	}
}
