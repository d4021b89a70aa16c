// Counts of tests, from the JSON reports of vitest and Playwright. A level that did not run is a failure, never a pass.

export interface Tally {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Tally, b: Tally): Tally => ({
	passed: a.passed + b.passed,
	failed: a.failed + b.failed,
	skipped: a.skipped + b.skipped
});

/** The one line that a run ends with. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
	const counts = `${passed} passed, ${failed} failed`;
	return skipped > 0 ? `${counts}, ${skipped} skipped` : counts;
}

/** The parts that are read of vitest's `--reporter=json`. */
export interface VitestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numTodoTests: number;
	readonly testResults: readonly {
		/** Path of the file. */
		readonly name: string;
		readonly status: string;
		readonly message: string;
		readonly assertionResults: readonly {
			readonly status: string;
			readonly fullName: string;
			readonly failureMessages?: readonly string[] | null;
		}[];
	}[];
}

export function tallyOfVitest(report: VitestReport): Tally {
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.testResults.filter(fellBeforeItsTests).length,
		skipped: report.numPendingTests + report.numTodoTests
	};
}

/** A file that could not be loaded, or whose set-up threw, has failed without a failed test in it. */
const fellBeforeItsTests = (file: VitestReport['testResults'][number]): boolean =>
	file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');

/** The parts that are read of Playwright's `--reporter=json`. */
export interface PlaywrightReport {
	readonly stats: {
		readonly expected: number;
		readonly unexpected: number;
		readonly flaky: number;
		readonly skipped: number;
	};
	readonly suites: readonly PlaywrightSuite[];
}

export interface PlaywrightSuite {
	readonly specs: readonly {
		readonly file: string;
		readonly title: string;
		readonly tests: readonly {
			readonly status: 'skipped' | 'expected' | 'unexpected' | 'flaky';
			readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
		}[];
	}[];
	readonly suites?: readonly PlaywrightSuite[];
}

/** A test that passed only when repeated has failed once: it counts as failed. */
export const tallyOfPlaywright = ({ stats }: Pick<PlaywrightReport, 'stats'>): Tally => ({
	passed: stats.expected,
	failed: stats.unexpected + stats.flaky,
	skipped: stats.skipped
});

/**
 * What the runner's exit adds to its report: it may fail without a failed test (an unhandled error, no report at all),
 * and a level in which nothing ran proves nothing.
 */
export function judged(tally: Tally | null, exitedWell: boolean): Tally {
	if (tally === null) return { ...NOTHING, failed: 1 };
	const ran = tally.passed + tally.failed;
	const silent = tally.failed === 0 && (!exitedWell || ran === 0);
	return silent ? { ...tally, failed: 1 } : tally;
}
