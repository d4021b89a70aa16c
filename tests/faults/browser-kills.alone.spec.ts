// The browser dies: kill -9, and a crash of the tab alone.
import { expect, test } from 'playwright/test';
import { comeBack } from '../lib/candidate.ts';
import type { Demo } from '../lib/demo.ts';
import {
	auditorPage,
	checkTimeline,
	gapAt,
	KILLS,
	leave,
	median,
	pause,
	seat,
	settle,
	startFaultSitting,
	type Sitter
} from '../lib/faults.ts';
import { calmMs, SEED, seeded } from '../lib/wish.ts';

/** C15: what MediaRecorder held (one slice of 1 s) and what the encoder had not given out. */
const MISSING_LIMIT_MS = 1200;
/** What a single kill may cost on a machine too busy to encode in time. */
const MISSING_WORST_MS = 2000;

let demo: Demo;
test.beforeAll(async () => {
	demo = await startFaultSitting(2);
});
test.afterAll(() => demo.stop());

test(`[C15] ${KILLS} kills of the browser: no acknowledged byte is lost, at most one slice of film is missing`, async ({
	browser
}) => {
	const random = seeded(SEED);
	const sitter = await seat(demo, 0);
	const kills: number[] = [];
	for (let kill = 0; kill < KILLS; kill++) {
		await pause(calmMs(random) + 1000);
		kills.push(await sitter.browser.kill());
		sitter.browser = await sitter.profile.open();
		await comeBack(sitter.browser.page, demo.url);
	}
	await pause(2000);
	await expectShortGaps(sitter, kills, await auditorPage(browser, demo));
});

test(`[C15] ${KILLS} crashes of the tab: the same`, async ({ browser }) => {
	const random = seeded(SEED + 1);
	const sitter = await seat(demo, 1);
	const kills: number[] = [];
	for (let kill = 0; kill < KILLS; kill++) {
		await pause(calmMs(random) + 1000);
		const crashed = sitter.browser.page;
		kills.push(Date.now());
		await crashed.goto('chrome://crash').catch(() => {});
		const page = await sitter.browser.context.newPage();
		await crashed.close();
		sitter.browser = { ...sitter.browser, page };
		await comeBack(page, demo.url);
	}
	await pause(2000);
	await expectShortGaps(sitter, kills, await auditorPage(browser, demo));
});

async function expectShortGaps(
	sitter: Sitter,
	kills: readonly number[],
	auditor: Parameters<typeof checkTimeline>[0]
): Promise<void> {
	const parts = await settle(demo, sitter);
	const last = await checkTimeline(auditor, parts);
	const report = kills.map((kill) => gapAt(kill, parts, last));
	console.log('  film missing at each kill (ms):', report.map(({ missing }) => missing).join(', '));
	console.log('  recording again after (ms):   ', report.map(({ resumed }) => resumed).join(', '));
	const missing = report.map((gap) => gap.missing);
	expect(median(missing)).toBeLessThanOrEqual(MISSING_LIMIT_MS);
	expect(Math.max(...missing)).toBeLessThanOrEqual(MISSING_WORST_MS);
	await leave(sitter);
}
