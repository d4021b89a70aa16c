// The levels of tests, in the order they run: what is quick and tells most comes first.
import { join } from 'node:path';
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

const OF_PLAYWRIGHT: readonly Level[] = ['e2e', 'faults', 'soak'];
const WITHOUT_BROWSER: readonly Level[] = ['unit', 'server'];

export const needsBuild = (level: Level): boolean => OF_PLAYWRIGHT.includes(level);
export const needsBrowser = (level: Level): boolean => !WITHOUT_BROWSER.includes(level);

/** How a level is run by the pinned Node, and how its report is read. */
export interface Run {
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly tally: (report: unknown) => Tally;
}

/** @param filters parts of file names; none = the whole level */
export function runOf(level: Level, reportFile: string, filters: readonly string[]): Run {
	return OF_PLAYWRIGHT.includes(level)
		? {
				args: [PLAYWRIGHT, 'test', '--project', level, '--reporter=list,json', ...filters],
				env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile },
				tally: (report) => tallyOfPlaywright(report as PlaywrightReport)
			}
		: {
				args: [
					...[VITEST, 'run', '--project', level, ...filters],
					...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
				],
				env: {},
				tally: (report) => tallyOfVitest(report as VitestReport)
			};
}
