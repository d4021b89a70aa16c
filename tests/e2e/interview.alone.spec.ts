// The main job: a candidate is recorded for the sitting's minutes, everything arrives, and staff play it back.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { candidateOf } from '../lib/demo.ts';
import { appearedAt, noteAppearance } from '../lib/appearance.ts';
import { enter, expectUploaded } from '../lib/candidate.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { expectNothingLost, query, vaultParts } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 25, minutes: 0.5 } });

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** Loopback, from the end second to 上传成功. */
const UPLOADED_WITHIN_MS = 3000;
/** Two cores encode two films beside it; the benchmark of the start second has the exact figures. */
const PAPER_WITHIN_MS = 1000;

test('[C15][C16][C18][C19][C20][C21][C23][C24] from login to 上传成功, and played back by staff', async ({
	page,
	demo,
	newContext
}) => {
	test.setTimeout(120_000);
	const outside: string[] = [];
	page.on('request', (request) => {
		if (!request.url().startsWith(demo.url) && !/^(blob|data):/.test(request.url()))
			outside.push(request.url());
	});

	await page.goto('/');
	await expectAccessible(page);
	await enter(page, demo.url, candidateOf(demo, 0));

	await test.step('waiting', async () => {
		await expect(page.getByRole('heading', { name: '请静待考试自动开始！' })).toBeVisible();
		await page.getByRole('button', { name: '知道了' }).click();
		await expect(page.getByText(/本机已存至/)).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('answering, by itself at the start second', async () => {
		await noteAppearance(page, '考生题签');
		await expect(page.getByRole('heading', { name: '考生题签' })).toBeVisible({
			timeout: demo.sitting.startsAt - Date.now() + 5000
		});
		const skew = (await appearedAt(page)) - demo.sitting.startsAt;
		console.log(`  the paper appeared ${skew} ms after the start second`);
		expect(skew).toBeGreaterThanOrEqual(-50);
		expect(skew).toBeLessThan(PAPER_WITHIN_MS);
		await expectAccessible(page);
	});

	await test.step('pages turn by keyboard; an answer is marked once', async () => {
		await page.getByRole('button', { name: '第 1 题回答完毕' }).dblclick();
		await expect(page.getByText(/第 1 题已答完/)).toBeVisible();
		await page.keyboard.press('ArrowRight');
		await expect(page.getByText('第 2 页，共 2 页').first()).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('help is written beside the paper', async () => {
		await page.getByRole('button', { name: '求助' }).click();
		await page.getByPlaceholder('点此输入消息').fill('楼上在装修，影响录制吗？');
		await page.keyboard.press('Enter');
		await expect(page.getByText('已送达')).toBeVisible();
		await expect(page.getByRole('heading', { name: '考生题签' })).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: '收起' }).click();
	});

	await test.step('changing the microphone begins a new part and loses nothing', async () => {
		await page.getByRole('button', { name: '更换设备' }).click();
		const microphone = page.getByRole('dialog').getByLabel('麦克风');
		const options = await microphone.locator('option').allTextContents();
		await microphone.selectOption(options.at(-1) ?? '');
		await page.keyboard.press('Escape');
		await expect(page.getByText(/录制中/).first()).toBeVisible();
	});

	await test.step('the clock ends it, everything arrives within 3 s', async () => {
		await expectUploaded(page, demo.sitting.endsAt - Date.now() + 10_000);
		const after = Date.now() - demo.sitting.endsAt;
		console.log(`  上传成功 ${after} ms after the end`);
		expect(after).toBeLessThan(UPLOADED_WITHIN_MS);
		await expectAccessible(page);
	});

	const parts = await vaultParts(page);
	expect(parts.filter(({ track }) => track === 'camera')).toHaveLength(2);
	expect(parts.filter(({ track }) => track === 'screen')).toHaveLength(1);
	await expectNothingLost(demo.data, parts);
	expect(outside, 'requests that leave the origin').toEqual([]);

	await test.step('the candidate plays their own film', async () => {
		await page.getByRole('button', { name: '查看本地视频' }).click();
		await page.getByRole('button', { name: '播放：屏幕' }).click();
		await expect
			.poll(() =>
				page.locator('video[controls]').evaluate((video: HTMLVideoElement) => video.videoWidth)
			)
			.toBeGreaterThan(0);
	});

	await test.step('the invigilator of the room reviews it', async () => {
		const staff = await (await newContext()).newPage();
		await logIn(staff, demo.staff.invigilator);
		await staff.waitForURL('**/proctor');
		await expectAccessible(staff);
		await staff.getByRole('link', { name: /测试考生甲/ }).click();
		await staff.getByRole('link', { name: '回看录像' }).click();
		const pictures = staff.locator('video:visible');
		await expect(pictures).toHaveCount(2);
		await expect(staff.getByText('正在读取画面')).toBeHidden();
		await staff.getByRole('button', { name: '播放', exact: true }).click();
		for (const index of [0, 1])
			await expect
				.poll(() => pictures.nth(index).evaluate((video: HTMLVideoElement) => video.currentTime))
				.toBeGreaterThan(1.5);
		await expectAccessible(staff);
		const looks = await query<{ n: number }>(
			demo.data,
			`select count(*)::int as n from audit_log where action like 'recording%'`
		);
		expect(looks[0]?.n).toBeGreaterThan(0);
	});

	await test.step('a technician sees the room but not the recording', async () => {
		const desk = await (await newContext()).newPage();
		await logIn(desk, demo.staff.technician);
		await desk.waitForURL('**/desk');
		await desk.goto('/proctor');
		await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
		const film = await desk.request.get(`/api/parts/${parts[0]?.id ?? ''}/film`);
		expect(film.status()).toBe(403);
	});

	await test.step('once the results are out, the local copies go: verified bytes only', async () => {
		await run(process.execPath, [
			join(ROOT, 'scripts', 'publish.ts'),
			demo.sitting.id,
			...['--data', demo.data]
		]);
		await expect
			.poll(async () => (await vaultParts(page)).every(({ freed }) => freed), { timeout: 20_000 })
			.toBe(true);
	});
});
