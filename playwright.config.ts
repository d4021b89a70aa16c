// Whole-program tests: `server.js` as built, real browsers. Run through `npm run test:e2e | test:faults | test:soak`.
import { defineConfig } from 'playwright/test';
import { FAKE_MEDIA_ARGS, findChromium } from './scripts/lib/chromium.ts';

const chromium = findChromium();

/** One click or one page; what takes longer on purpose (a sitting's end) waits with a timeout of its own. */
const STEP_TIMEOUT_MS = 15_000;
/** What a page should show; generous, because two cores encode video beside it. */
const EXPECT_TIMEOUT_MS = 15_000;
const E2E_TIMEOUT_MS = 120_000;
const FAULT_TIMEOUT_MS = 10 * 60_000;
const SOAK_TIMEOUT_MS = 60 * 60_000;

export default defineConfig({
	outputDir: 'test-results',
	workers: 1,
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
			args: FAKE_MEDIA_ARGS
		}
	},
	projects: [
		{ name: 'e2e', testDir: 'tests/e2e', timeout: E2E_TIMEOUT_MS },
		{ name: 'faults', testDir: 'tests/faults', timeout: FAULT_TIMEOUT_MS },
		{ name: 'soak', testDir: 'tests/soak', timeout: SOAK_TIMEOUT_MS }
	]
});
