// What failed, by name and with the beginning of its reason, from the JSON reports of vitest and Playwright.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { PlaywrightReport, PlaywrightSuite, VitestReport } from './tally.ts';

export interface Failure {
	readonly file: string;
	/** null = the file itself, before any test of it. */
	readonly test: string | null;
	readonly reason: string;
}

const REASON_LINES = 12;

export function failuresOfVitest({ testResults }: VitestReport): Failure[] {
	return testResults.flatMap(({ name, status, message, assertionResults }): Failure[] => {
		const file = relative(process.cwd(), name);
		const failed = assertionResults.filter((test) => test.status === 'failed');
		if (status === 'failed' && failed.length === 0) return [{ file, test: null, reason: message }];
		return failed.map(({ fullName, failureMessages }) => ({
			...{ file, test: fullName, reason: (failureMessages ?? []).join('\n') }
		}));
	});
}

export const failuresOfPlaywright = ({ suites }: Pick<PlaywrightReport, 'suites'>): Failure[] =>
	suites.flatMap(failuresOfSuite);

const failuresOfSuite = ({ specs, suites = [] }: PlaywrightSuite): Failure[] => [
	...specs.flatMap(({ file, title, tests }) =>
		tests
			.filter(({ status }) => status === 'unexpected' || status === 'flaky')
			.map(({ results }) => ({
				...{ file, test: title },
				reason: results
					.flatMap(({ errors }) => errors.map(({ message }) => message ?? ''))
					.join('\n')
			}))
	),
	...suites.flatMap(failuresOfSuite)
];

/** For a terminal or a log: what failed, and under it the first lines of why. */
export function failureLines({ file, test, reason }: Failure): string {
	const lines = stripVTControlCharacters(reason)
		.trim()
		.split('\n')
		.filter((line) => !line.includes('/node_modules/'));
	const told = lines.slice(0, REASON_LINES).map((line) => `  ${line.trimEnd()}`);
	return [`FAILED ${file}${test === null ? '' : ` › ${test}`}`, ...told].join('\n');
}
