// Whole-program tests: `server.js` as built, real browsers. Run through `npm run test:e2e | test:faults | test:soak`.
import { defineConfig } from 'playwright/test';
import { findChromium, PLAYWRIGHT_ARGS } from './scripts/lib/chromium.ts';

const chromium = findChromium();

/** One click or one page; what takes longer on purpose (a sitting's end) waits with a timeout of its own. */
const STEP_TIMEOUT_MS = 15_000;
/** What a page should show; generous, because two cores encode video beside it. */
const EXPECT_TIMEOUT_MS = 15_000;
const E2E_TIMEOUT_MS = 120_000;
const FAULT_TIMEOUT_MS = 10 * 60_000;
const SOAK_TIMEOUT_MS = 60 * 60_000;

/** Most of a test is waiting: for the start second, for a film to grow. Three overlap well on two cores. */
const WORKERS = 3;
/** What is measured here must not wait for another test: the start second, what a kill costs of a film. */
const ALONE = '**/*.alone.spec.ts';

/** A level in two parts, run one after the other by `scripts/lib/levels.ts`; what failed is kept of both. */
const inTwoParts = (level: string, timeout: number) => {
	const shared = { testDir: `tests/${level}`, timeout };
	return [
		{
			...{ name: `${level}-alone`, outputDir: `test-results/${level}-alone`, workers: 1 },
			...{ testMatch: ALONE, ...shared }
		},
		{ name: level, outputDir: `test-results/${level}`, testIgnore: ALONE, ...shared }
	];
};

export default defineConfig({
	workers: WORKERS,
	retries: 0,
	forbidOnly: true,
	expect: { timeout: EXPECT_TIMEOUT_MS },
	use: {
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		actionTimeout: STEP_TIMEOUT_MS,
		navigationTimeout: STEP_TIMEOUT_MS,
		viewport: { width: 1366, height: 768 },
		launchOptions: {
			...(chromium ? { executablePath: chromium } : {}),
			args: PLAYWRIGHT_ARGS
		}
	},
	projects: [
		...inTwoParts('e2e', E2E_TIMEOUT_MS),
		...inTwoParts('faults', FAULT_TIMEOUT_MS),
		{
			...{ name: 'soak', outputDir: 'test-results/soak', workers: 1 },
			...{ testDir: 'tests/soak', timeout: SOAK_TIMEOUT_MS }
		}
	]
});
