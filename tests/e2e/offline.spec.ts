// The network is gone from before the start second to after the end: the paper by its typed key, a reload, the answers,
// the end, a file for the technician; and afterwards everything is told with its true times (C19, C22, C24).
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright';
import { enter, expectRecording, expectUploaded } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { keptDevice } from '../lib/kept-device.ts';
import { expectNothingLost, query, vaultParts } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 60, minutes: 0.8 } });

/** Cut off this long before the start. */
const CUT_BEFORE_MS = 3000;

const until = (page: Page, at: number) => page.waitForTimeout(Math.max(0, at - Date.now()));

/** As the invigilator would read it out: asked for at the server itself, with the candidate's own right to it. */
async function keyOf(page: Page, demo: Demo): Promise<string> {
	const { token } = await keptDevice(page);
	const answer = await fetch(`${demo.url}/api/attempt/key`, {
		headers: { authorization: `Bearer ${token}` }
	});
	return ((await answer.json()) as { key: string }).key;
}

interface Line {
	readonly type: string;
	readonly data: Record<string, unknown>;
}

async function logOf({ data }: Demo): Promise<Line[]> {
	const rows = await query<{ type: string; data: string }>(
		data,
		'select type, data from attempt_events order by attempt_id, seq'
	);
	return rows.map((row) => ({ type: row.type, data: JSON.parse(row.data) as Line['data'] }));
}

test('[C19][C22][C24] without a network from before the start to after the end', async ({
	page,
	demo,
	newContext,
	expectedErrors
}) => {
	test.setTimeout(180_000);
	// the browser writes every request that the cut tears into its console
	expectedErrors.push(/net::ERR_/, /WebSocket/, /status of (409|50\d)/);
	const network = await relayTo(demo.url);
	const { startsAt, endsAt } = demo.sitting;
	// the browser's own dialog cannot be answered by a test: the file is downloaded
	await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
	await enter(page, network.url, candidateOf(demo, 0));
	await expect(page.getByText('题目已加密存在本机')).toBeVisible();
	await page.evaluate(() => navigator.serviceWorker.ready);
	await until(page, startsAt - CUT_BEFORE_MS);
	network.cut();

	await test.step('at the start second the clock runs, the key is missing, and says so', async () => {
		await expect(page.getByText('密钥未送达')).toBeVisible({
			timeout: startsAt - Date.now() + 10_000
		});
		await expect(page.getByText('剩余时间')).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('a wrong key is told, the right one opens the paper', async () => {
		await page.getByRole('button', { name: '输入题目密码' }).click();
		await page.getByLabel('题目密码').fill('0000');
		await page.keyboard.press('Enter');
		await expect(page.getByText('题目密码有误')).toBeVisible();
		const key = await keyOf(page, demo);
		await page.getByLabel('题目密码').fill(` ${key.toLowerCase().replace(/(.{5})/g, '$1-')}`);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { name: '考生题签' })).toBeVisible();
		await page.getByRole('button', { name: '第 1 题回答完毕' }).click();
		// what is shown is kept
		await expect(page.getByText(/第 1 题已答完/)).toBeVisible();
	});

	await test.step('a reload without a network shows the paper again and goes on recording', async () => {
		page.on('dialog', (dialog) => void dialog.accept());
		await page.reload();
		await page.getByRole('button', { name: '重新共享屏幕' }).click();
		await expectRecording(page);
		await expect(page.getByRole('heading', { name: '考生题签' })).toBeVisible();
		await expect(page.getByText(/第 1 题已答完/)).toBeVisible();
	});

	const saved =
		await test.step('the clock ends it; what lies here is saved as a file', async () => {
			const button = page.getByRole('button', { name: '保存加密文件' });
			await expect(button).toBeVisible({ timeout: endsAt - Date.now() + 30_000 });
			await expectAccessible(page);
			const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
			expect(download.suggestedFilename()).toMatch(/^对面-.*\.duimian$/);
			return download.path();
		});

	await test.step('a technician takes it in', async () => {
		const desk = await (await newContext()).newPage();
		await logIn(desk, demo.staff.technician);
		await desk.getByRole('link', { name: '收取离线文件' }).click();
		await desk.locator('input[type=file]').setInputFiles(saved);
		await expect(desk.getByText('已收下').first()).toBeVisible({ timeout: 30_000 });
		await rm(saved, { force: true });
	});

	network.mend();
	await expectUploaded(page, 60_000);
	const log = await logOf(demo);
	const of = (type: string): Line['data'] => log.find((line) => line.type === type)?.data ?? {};
	expect(of('interview.ended')).toMatchObject({ by: 'clock', at: endsAt });
	const openedAt = Number(of('paper.opened')['at']);
	expect(openedAt).toBeGreaterThan(startsAt);
	expect(of('question.answered')).toMatchObject({ question: 1 });
	expect(Number(of('question.answered')['at'])).toBeLessThan(endsAt);
	const incidents = log
		.filter(({ type }) => type === 'incident.noted')
		.map(({ data }) => data['kind']);
	expect(incidents).toEqual(expect.arrayContaining(['connection-lost', 'page-reloaded']));
	expect(incidents.includes('paper-late')).toBe(openedAt - startsAt > 5000);
	await expectNothingLost(demo.data, await vaultParts(page));
	network.close();
});
