// The invigilator's room with real browsers: a candidate's computer behind a network that can be cut, and their phone (I1–I3,
// C21).
import type { BrowserContextOptions, Locator, Page } from 'playwright/test';
import { relayTo } from '../lib/cuttable-network.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';
import { enterWithPhone, openLive, PHONE } from '../lib/proctor.ts';

test.use({ demoOptions: { startIn: 75, minutes: 12, candidates: 1, phone: 'without-sweep' } });

const WALL: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };
/** I2 */
const LIVE_WITHIN_MS = 3000;
/** I1: with time for its own interval and the way. */
const PICTURES_WITHIN_MS = 12_000;

const tileOf = (wall: Page, name: string): Locator =>
	wall.locator('li.tile').filter({ hasText: name });

const roomOf = async ({ data }: Demo): Promise<string> => {
	const [row] = await query<{ id: string }>(data, 'select id from rooms');
	return row?.id ?? '';
};

/** The network is cut. */
const PROVOKED = [/net::ERR_/, /WebSocket connection to .* failed/];

test('[I1][I2][I3][C21] wall, live pictures, conversation and warning, across a cut of the candidate’s network', async ({
	page: desktop,
	demo,
	newContext,
	expectedErrors
}) => {
	test.setTimeout(240_000);
	expectedErrors.push(...PROVOKED);
	const candidate = candidateOf(demo, 0);
	const network = await relayTo(demo.url);
	const phone = await (await newContext(PHONE)).newPage();
	const wall = await (await newContext(WALL)).newPage();
	await logIn(wall, demo.staff.invigilator);
	await wall.waitForURL('**/proctor');

	await test.step('the wall shows who has not come', async () => {
		await wall.goto(`/proctor/rooms/${await roomOf(demo)}`);
		await expect(tileOf(wall, candidate.name)).toBeVisible();
		await expect(tileOf(wall, candidate.name)).toContainText('未登录');
		await expectAccessible(wall);
	});
	await enterWithPhone(desktop, phone, network.url, candidate);

	await test.step('fresh pictures of camera, screen and phone', async () => {
		const tile = tileOf(wall, candidate.name);
		for (const track of ['camera', 'screen', 'evidence'])
			await expect(tile.locator(`.picture.${track}.fresh canvas`)).toBeVisible({
				timeout: PICTURES_WITHIN_MS
			});
		await expectAccessible(wall);
	});

	await test.step('all three live within three seconds, beside the roster’s photo', async () => {
		await tileOf(wall, candidate.name).getByRole('link').click();
		await expect(
			wall.getByRole('heading', { name: candidate.name }).or(wall.getByText(candidate.name).first())
		).toBeVisible();
		const took = await openLive(wall);
		console.log(`  live after ${JSON.stringify(took)} ms, direct`);
		expect(Math.max(...Object.values(took))).toBeLessThan(LIVE_WITHIN_MS);
		await expectAccessible(wall);
	});

	await test.step('a question and its answer, delivered and read', async () => {
		await desktop.getByRole('button', { name: '求助' }).click();
		await desktop.getByLabel('消息').fill('楼上在装修，影响录制吗？');
		await desktop.getByRole('button', { name: '发送' }).click();
		await expect(wall.getByText('楼上在装修，影响录制吗？')).toBeVisible();
		await wall.getByLabel('消息', { exact: true }).fill('不影响，请继续作答。');
		await wall.getByRole('button', { name: '发送', exact: true }).click();
		await expect(desktop.getByText('不影响，请继续作答。')).toBeVisible();
		await expect(wall.getByText('已读').first()).toBeVisible({ timeout: 15_000 });
	});

	await test.step('cut off, both write; nothing is lost, in order, once', async () => {
		network.cut();
		await wall.getByLabel('消息', { exact: true }).fill('网络恢复后请看这里。');
		await wall.getByRole('button', { name: '发送', exact: true }).click();
		const line = wall.getByRole('log').getByRole('listitem').filter({ hasText: '请看这里。' });
		// nothing of it can have reached them
		await expect(line).toContainText('已发出');
		await desktop.getByLabel('消息').fill('好的，谢谢。');
		await desktop.getByRole('button', { name: '发送' }).click();
		await expect(desktop.getByText(/恢复后自动发出/).first()).toBeVisible({ timeout: 20_000 });
		await expect(wall.getByText('好的，谢谢。')).toHaveCount(0);
		network.mend();
		await expect(wall.getByText('好的，谢谢。')).toHaveCount(1, { timeout: 20_000 });
		await expect(desktop.getByText('网络恢复后请看这里。')).toHaveCount(1);
		await expect(line).toContainText(/已送达|已读/, { timeout: 20_000 });
	});

	await test.step('the live pictures come back by themselves', async () => {
		await expect(wall.locator('video')).toHaveCount(3, { timeout: 30_000 });
	});

	await test.step('a warning covers the sheet, and nothing else, until it is acknowledged', async () => {
		await wall.getByLabel('消息', { exact: true }).fill('请确认房间里只有您一人。');
		await wall.getByLabel(/作为警告/).check();
		await wall.getByRole('button', { name: '发出警告' }).click();
		const cover = desktop.getByRole('alertdialog').filter({ hasText: '请确认房间里只有您一人。' });
		await expect(cover).toBeVisible();
		await expect(
			desktop.getByText('剩余时间').or(desktop.getByText('距离开考')).first()
		).toBeVisible();
		await expectAccessible(desktop);
		await cover.getByRole('button', { name: '我已知道' }).click();
		await expect(cover).toBeHidden();
		await expect(wall.getByText(/考生已确认/)).toBeVisible();
	});
	await network.close();
});
