// The device check on the whole program: before any login, over the real way, and what of it the attempt knows afterwards.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { logIn, walk } from '../lib/candidate.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 540, minutes: 3 } });

/** Five seconds of upload on two cores that do other things too. */
const MEASURED_WITHIN_MS = 60_000;
/** Ten seconds of film, there and back. */
const RECORDED_WITHIN_MS = 60_000;

const row = (page: Page, line: string) => page.locator(`[data-line="${line}"]`);

async function measure(page: Page): Promise<void> {
	await page.getByRole('button', { name: '开始检测' }).click();
	await expect(row(page, 'upload')).toContainText('Mbit/s', { timeout: MEASURED_WITHIN_MS });
	const again = page.getByRole('button', { name: '全部重测' });
	await expect(again).toHaveAttribute('aria-disabled', 'false', { timeout: MEASURED_WITHIN_MS });
}

/** What the server keeps of all checks: its rows, its folders. */
async function leftOnServer({ data }: Demo): Promise<{ rows: number; folders: string[] }> {
	const [counted] = await query<{ rows: number }>(
		data,
		'select count(*)::int as rows from device_checks'
	);
	const folders = await readdir(join(data, 'checks')).catch(() => []);
	return { rows: counted?.rows ?? -1, folders };
}

const passportsIn = ({ data }: Demo, attempt: string) =>
	query<{ data: { browser: string; checkedAt: number; lines: Record<string, string> } }>(
		data,
		`select data::jsonb as data from attempt_events where attempt_id = $1 and type = 'device.checked' order by seq`,
		[attempt]
	);

test('[C4] before any login: measured, recorded, played back, nothing left; the attempt’s log has the passport after it', async ({
	page,
	demo
}) => {
	await page.goto(`/e/${demo.exam.code}`);
	await page.getByRole('link', { name: '检测设备' }).click();
	await page.waitForURL(`**/check?exam=${demo.exam.code}`);
	await expect(page.getByRole('heading', { name: '检测一下这台电脑' })).toBeVisible();
	await expectAccessible(page);

	await measure(page);
	for (const line of ['browser', 'camera', 'screens', 'latency', 'storage', 'clock'])
		await expect(row(page, line), line).toHaveAttribute('data-state', 'ok');
	// the fake microphone beeps once a second
	await expect(row(page, 'microphone')).toHaveAttribute('data-state', 'ok');
	await page.getByRole('button', { name: '试一下全屏' }).click();
	await expect(row(page, 'full-screen')).toHaveAttribute('data-state', 'ok');
	await page.getByRole('button', { name: '放一段测试音' }).click();
	await page.getByRole('button', { name: '听到了' }).click();
	await expect(row(page, 'speaker')).toHaveAttribute('data-state', 'ok');
	await expectAccessible(page);

	await page.getByRole('button', { name: '录一段 10 秒试试' }).click();
	await expect(page.getByText('试录中')).toBeVisible();
	const dialog = page.getByRole('dialog', { name: '这是服务器收到的一段' });
	await expect(dialog).toBeVisible({ timeout: RECORDED_WITHIN_MS });
	const film = dialog.locator('video');
	await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(640);
	await expect
		.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime))
		.toBeGreaterThan(1);
	await dialog.getByRole('button', { name: '看完了，删除' }).click();
	await expect(row(page, 'recording')).toHaveAttribute('data-state', 'ok');
	await expect.poll(() => leftOnServer(demo)).toEqual({ rows: 0, folders: [] });

	await page.getByRole('link', { name: '返回' }).click();
	await page.waitForURL(`**/e/${demo.exam.code}`);
	await logIn(page, demo.url, candidateOf(demo, 0));
	await page.waitForURL('**/interview');
	await expect(page.getByRole('heading', { name: '考试流程' })).toBeVisible();
	await expect(page.getByText('这台电脑还没有检测过设备')).toHaveCount(0);
	const mark = (await page.context().cookies()).find(({ name }) => name === 'attempt');
	const attempt = mark?.value ?? '';
	await expect.poll(async () => (await passportsIn(demo, attempt)).length).toBe(1);
	const [told] = await passportsIn(demo, attempt);
	expect(told?.data.browser).toMatch(/^Chrome \d+$/);
	expect(told?.data.lines).toMatchObject({ camera: 'ok', speaker: 'ok', recording: 'ok' });
});

test('[C4, C31] no check on the day: a hint that leads there and back; another camera than then is said at the gate', async ({
	page,
	demo
}) => {
	await logIn(page, demo.url, candidateOf(demo, 1));
	await expect(page.getByText('这台电脑还没有检测过设备')).toBeVisible();
	await page.getByRole('link', { name: '检测设备' }).click();
	await page.waitForURL('**/check?*from=interview');
	await measure(page);
	await page.getByRole('link', { name: '回到考试' }).click();
	await page.waitForURL('**/interview');
	await expect(page.getByRole('heading', { name: '考试流程' })).toBeVisible();
	await expect(page.getByText('这台电脑还没有检测过设备')).toHaveCount(0);

	// as if it had been made with another camera
	const newer = await page.evaluate(() => {
		const kept = JSON.parse(localStorage.getItem('device-passport') ?? '{}') as object;
		const changed = { ...kept, camera: 'ab'.repeat(32), checkedAt: Date.now() + 1000 };
		localStorage.setItem('device-passport', JSON.stringify(changed));
		return changed.checkedAt;
	});
	await page.reload();
	const mark = (await page.context().cookies()).find(({ name }) => name === 'attempt');
	const attempt = mark?.value ?? '';
	await expect
		.poll(async () => (await passportsIn(demo, attempt)).map(({ data }) => data.checkedAt).at(-1))
		.toBe(newer);

	await walk(page, 'gate');
	await expect(page.getByText('与设备检测时不同：摄像头。没有关系')).toBeVisible();
	await expectAccessible(page);
	await walk(page, 'devices', 'gate');
	const noted = () =>
		query<{ kind: string }>(
			demo.data,
			`select data::jsonb->>'kind' as kind from attempt_events
			 where attempt_id = $1 and type = 'incident.noted' and data::jsonb->>'kind' = 'device-differs'`,
			[attempt]
		);
	await expect.poll(async () => (await noted()).length).toBe(1);
});
