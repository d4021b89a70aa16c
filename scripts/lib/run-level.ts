// Runs one level, each part of it in a process of its own, and counts what the reports say.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runsOf, type Level, type Run } from './levels.ts';
import { add, judged, NOTHING, type Tally } from './tally.ts';

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
	let sum = NOTHING;
	let allWell = true;
	for (const run of runsOf(level, folder, filters)) {
		allWell = (await exitsWell(run)) && allWell;
		sum = add(sum, readTally(run) ?? judged(null, false));
	}
	const seconds = (performance.now() - started) / 1000;
	return { level, tally: judged(sum, allWell), seconds };
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

function readTally(run: Run): Tally | null {
	try {
		return run.tally(JSON.parse(readFileSync(run.reportFile, 'utf8')));
	} catch {
		return null;
	}
}
