// The device's own trouble: no space left for the recordings, and a second tab of the same attempt.
import { expect, test, type Page } from 'playwright/test';
import { enter, expectRecording } from '../lib/candidate.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { KILLS, leave, pause, seat, settle, startFaultSitting } from '../lib/faults.ts';
import { newProfile } from '../lib/real-chromium.ts';
import { withTimecodeCamera } from '../lib/timecode.ts';

let demo: Demo;
test.beforeAll(async () => {
	demo = await startFaultSitting(2);
});
test.afterAll(() => demo.stop());

/** Room for a few seconds of film beside what the vault holds in reserve. */
const QUOTA_BYTES = 3_000_000;
/** By which the candidate "deletes some files". */
const MORE_BYTES = 1_000_000;
/** After which the disk fills again. */
const LEFT_BYTES = 100_000;
/** Parts of one track follow each other within this, as film was kept in memory while there was no room. */
const SEAM_MS = 1500;

test(`[C15] ${KILLS} times no space on the device: the candidate is told, order is kept, nothing lost`, async () => {
	const profile = await newProfile(withTimecodeCamera);
	const browser = await profile.open();
	const { page, context } = browser;
	await page.goto(demo.url);
	const devtools = await context.newCDPSession(page);
	const limit = (quotaSize: number): Promise<unknown> =>
		devtools.send('Storage.overrideQuotaForOrigin', { origin: demo.url, quotaSize });
	// before the first write: Chromium remembers for up to 30 s how much space it has seen
	await limit(QUOTA_BYTES);
	await enter(page, demo.url, candidateOf(demo, 0));
	const told = page.getByText('这台电脑的空间用完了');
	for (let full = 0; full < KILLS; full++) {
		await expect(told).toBeVisible({ timeout: 60_000 });
		await limit((await usageOf(page)) + MORE_BYTES);
		await expect(told).toBeHidden({ timeout: 60_000 });
		await expectRecording(page);
		await limit((await usageOf(page)) + LEFT_BYTES);
	}
	await limit(100 * QUOTA_BYTES);
	const camera = (await settle(demo, { profile, browser })).filter(
		({ track }) => track === 'camera'
	);
	for (const [index, part] of camera.entries()) {
		const before = camera[index - 1];
		if (before)
			expect(part.started_at - before.started_at - (before.duration_ms ?? 0)).toBeLessThan(SEAM_MS);
	}
	await leave({ profile, browser });
});

test(`[C15] ${KILLS} times a second tab: it waits and records nothing, and takes over when the first is gone`, async () => {
	const sitter = await seat(demo, 1);
	const first = sitter.browser.page;
	for (let again = 0; again < KILLS; again++) {
		const second = await sitter.browser.context.newPage();
		await second.goto(`${demo.url}/interview`);
		await expect(second.getByText('考试已在另一个标签页打开')).toBeVisible();
		await expectRecording(first);
		await second.close();
	}
	const heir = await sitter.browser.context.newPage();
	await heir.goto(`${demo.url}/interview`);
	await expect(heir.getByText('考试已在另一个标签页打开')).toBeVisible();
	await first.close();
	await heir.getByRole('button', { name: '重新共享屏幕' }).click();
	await expectRecording(heir);
	await pause(1500);
	const parts = await settle(demo, { ...sitter, browser: { ...sitter.browser, page: heir } });
	expect(parts.filter((part) => part.track === 'camera')).toHaveLength(2);
	await leave(sitter);
});

const usageOf = (page: Page): Promise<number> =>
	page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
