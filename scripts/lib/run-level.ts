// Runs one level, each part of it in a process of its own, and counts what the reports say.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from './failures.ts';
import { runsOf, type Level, type Run, type RunReport } from './levels.ts';
import { add, judged, NOTHING, type Tally } from './tally.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface LevelOutcome {
	readonly level: Level;
	readonly tally: Tally;
	/** By name; fewer than the tally says when a runner fell over without a report. */
	readonly failures: readonly Failure[];
	readonly seconds: number;
}

export async function runLevel(
	level: Level,
	folder: string,
	filters: readonly string[]
): Promise<LevelOutcome> {
	const started = performance.now();
	let sum = NOTHING;
	const failures: Failure[] = [];
	let allWell = true;
	for (const run of runsOf(level, folder, filters)) {
		allWell = (await exitsWell(run)) && allWell;
		const report = readReport(run);
		sum = add(sum, report?.tally ?? judged(null, false));
		failures.push(...(report?.failures ?? []));
	}
	const seconds = (performance.now() - started) / 1000;
	return { level, tally: judged(sum, allWell), failures, seconds };
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

function readReport(run: Run): RunReport | null {
	try {
		return run.read(JSON.parse(readFileSync(run.reportFile, 'utf8')));
	} catch {
		return null;
	}
}
