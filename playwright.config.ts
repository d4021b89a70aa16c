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
/** What is measured here must not wait for another test: the start second, 上传成功. */
const ALONE = '**/*.alone.spec.ts';
/** What only has a bound of seconds to keep stands a second test beside it, and not two. */
const PAIR = '**/*.pair.spec.ts';

/** Each part and level keeps what failed in a folder of its own. */
const project = (name: string, level: string, timeout: number) => ({
	...{ name, testDir: `tests/${level}`, timeout },
	outputDir: `test-results/${name}`
});

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
		{ ...project('e2e-alone', 'e2e', E2E_TIMEOUT_MS), testMatch: ALONE, workers: 1 },
		{ ...project('e2e-pair', 'e2e', E2E_TIMEOUT_MS), testMatch: PAIR, workers: 2 },
		{ ...project('e2e', 'e2e', E2E_TIMEOUT_MS), testIgnore: [ALONE, PAIR] },
		// each of them compares film with real time
		{ ...project('faults', 'faults', FAULT_TIMEOUT_MS), workers: 1 },
		{ ...project('soak', 'soak', SOAK_TIMEOUT_MS), workers: 1 }
	]
});
