// The levels of tests, in the order they run: what is quick and tells most comes first.
import { join } from 'node:path';
import { failuresOfPlaywright, failuresOfVitest, type Failure } from './failures.ts';
import {
	tallyOfPlaywright,
	tallyOfVitest,
	type PlaywrightReport,
	type Tally,
	type VitestReport
} from './tally.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = join(ROOT, 'node_modules', 'playwright', 'cli.js');

export const LEVELS = ['unit', 'server', 'browser', 'e2e', 'faults', 'soak'] as const;
export type Level = (typeof LEVELS)[number];

/** `npm test`; the long ones have a command of their own. */
export const DEFAULT_LEVELS: readonly Level[] = ['unit', 'server', 'browser', 'e2e', 'faults'];

/** Playwright's projects of a level, one after the other: what measures time first, with the machine to itself. */
const PLAYWRIGHT_PROJECTS: Partial<Record<Level, readonly string[]>> = {
	e2e: ['e2e-alone', 'e2e-pair', 'e2e'],
	faults: ['faults'],
	soak: ['soak']
};
/** Vitest keeps them apart by itself. */
const VITEST_PROJECTS: Partial<Record<Level, readonly string[]>> = {
	browser: ['browser', 'browser-alone']
};
const WITHOUT_BROWSER: readonly Level[] = ['unit', 'server'];

export const needsBuild = (level: Level): boolean => level in PLAYWRIGHT_PROJECTS;
export const needsBrowser = (level: Level): boolean => !WITHOUT_BROWSER.includes(level);

/** How a level, or a part of it, is run by the pinned Node, and how its report is read. */
export interface Run {
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly reportFile: string;
	readonly read: (report: unknown) => RunReport;
}

export interface RunReport {
	readonly tally: Tally;
	readonly failures: readonly Failure[];
}

/** @param filters parts of file names; none = the whole level */
export function runsOf(level: Level, folder: string, filters: readonly string[]): readonly Run[] {
	const reportOf = (project: string): string => join(folder, `${project}.json`);
	const projects = PLAYWRIGHT_PROJECTS[level];
	return projects
		? projects.map((project) => playwrightRun(project, reportOf(project), filters))
		: [vitestRun(VITEST_PROJECTS[level] ?? [level], reportOf(level), filters)];
}

const playwrightRun = (project: string, reportFile: string, filters: readonly string[]): Run => ({
	args: [
		...[PLAYWRIGHT, 'test', '--project', project, '--reporter=list,json', ...filters],
		// the files that are asked for may all be in the level's other part
		...(filters.length > 0 ? ['--pass-with-no-tests'] : [])
	],
	env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile },
	reportFile,
	read(report) {
		const told = report as PlaywrightReport;
		return { tally: tallyOfPlaywright(told), failures: failuresOfPlaywright(told) };
	}
});

const vitestRun = (
	projects: readonly string[],
	reportFile: string,
	filters: readonly string[]
): Run => ({
	args: [
		...[VITEST, 'run', ...projects.flatMap((name) => ['--project', name]), ...filters],
		...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
	],
	env: {},
	reportFile,
	read(report) {
		const told = report as VitestReport;
		return { tally: tallyOfVitest(told), failures: failuresOfVitest(told) };
	}
});
