// The invigilator's room with real browsers: a candidate's computer behind a network that can be cut, their phone, and two
// of staff (I1–I4, C8, C9, C21). One sitting.
import type { BrowserContextOptions, Locator, Page } from 'playwright/test';
import { expectRecording, logIn as candidateLogsIn, walk } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';
import { enterWithPhone, openLive, PHONE, walkToPhone } from '../lib/proctor.ts';

test.use({
	demoOptions: { startIn: 75, minutes: 12, lateMinutes: 1, candidates: 3, phone: 'without-sweep' }
});

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

/** The network is cut, and of two who act at once one is refused. */
const PROVOKED = [
	/net::ERR_/,
	/WebSocket connection to .* failed/,
	/status of 409 .*\/api\/attempts\/[\w-]+\/acts/
];

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

test('[I4][C8][C9] two of staff at once, late admission, a second device, an end', async ({
	demo,
	page: desktop,
	newContext,
	expectedErrors
}) => {
	test.setTimeout(240_000);
	expectedErrors.push(...PROVOKED);
	const [second, third] = [candidateOf(demo, 1), candidateOf(demo, 2)];
	const invigilator = await (await newContext(WALL)).newPage();
	const administrator = await (await newContext(WALL)).newPage();
	await logIn(invigilator, demo.staff.invigilator);
	await invigilator.waitForURL('**/proctor');
	await logIn(administrator, demo.staff.administrator);
	await administrator.waitForURL('**/proctor');
	await invigilator.waitForTimeout(Math.max(0, demo.sitting.startsAt + 61_000 - Date.now()));

	await test.step('late: nobody enters by themselves; a person lets them in from the list', async () => {
		await invigilator.goto('/proctor?view=table');
		const row = invigilator.getByRole('row').filter({ hasText: second.name });
		await row.getByText('准许迟到入场').first().click();
		await row.getByLabel('理由').fill('交通管制，已提前报告');
		await row.getByRole('button', { name: '准许入场' }).dblclick();
		await expect(row.getByRole('link')).toBeVisible();
	});
	const attempt = await attemptOf(demo, second.admission);
	for (const staff of [invigilator, administrator])
		await staff.goto(`/proctor/attempts/${attempt}`);

	await test.step('the phone is waived by one, the candidate enters', async () => {
		await act(invigilator, '免除佐证手机', '手机摄像头损坏', /免除/);
		await candidateLogsIn(desktop, demo.url, second);
		await walkToPhone(desktop);
		await desktop.getByRole('button', { name: '下一步：抽签' }).click();
		await walk(desktop, undefined, 'lot');
		await expectRecording(desktop);
	});

	await test.step('both grant five minutes at once: it is granted once, the other is told', async () => {
		const forms = await Promise.all(
			[invigilator, administrator].map((staff) => openAct(staff, '补时', '停电 5 分钟'))
		);
		await Promise.all(forms.map((form) => form.getByRole('button', { name: /补时/ }).click()));
		const told = async (): Promise<number> => {
			const pages = [invigilator, administrator];
			const counts = await Promise.all(
				pages.map((staff) => staff.getByText('另一位工作人员刚刚处理过').count())
			);
			return counts.reduce((sum, count) => sum + count, 0);
		};
		await expect.poll(told).toBe(1);
		const [row] = await query<{ granted: number }>(
			demo.data,
			`select (state->>'grantedMs')::int as granted from attempts where id = $1`,
			[attempt]
		);
		expect(row?.granted).toBe(300_000);
	});

	await test.step('a second computer is let in with a reason', async () => {
		const other = await (await newContext()).newPage();
		await candidateLogsIn(other, demo.url, second);
		await expect(other.getByText('换设备需要监督员同意')).toBeVisible();
		const form = invigilator.locator('form').filter({ hasText: '同意换设备' });
		await form.getByLabel('理由').fill('电话核实：原电脑摄像头损坏');
		await form.getByRole('button', { name: '同意换设备' }).click();
		await other.getByRole('button', { name: '重新共享屏幕' }).click();
		await expectRecording(other);
	});

	await test.step('the end, with a reason', async () => {
		await act(invigilator, '结束面试', '考生放弃', /确认结束面试/);
		await expect(invigilator.getByText('已记录：结束面试')).toBeVisible();
		await expect(administrator.getByText('面试已经结束').first()).toBeVisible();
	});
	const log = await query<{ type: string }>(
		demo.data,
		`select type from attempt_events where attempt_id = $1 and type in
		('entry.allowed', 'phone.waived', 'time.granted', 'interview.ended') order by seq`,
		[attempt]
	);
	expect(log.map(({ type }) => type)).toEqual([
		'entry.allowed',
		'phone.waived',
		'time.granted',
		'interview.ended'
	]);
	expect(third.name).not.toBe('');
});

async function attemptOf({ data }: Demo, admission: string): Promise<string> {
	const [row] = await query<{ id: string }>(
		data,
		`select attempts.id from attempts join candidates on candidates.id = candidate_id where admission = $1`,
		[admission]
	);
	if (!row) throw new Error(`no attempt of ${admission}`);
	return row.id;
}

async function openAct(staff: Page, name: string, reason: string): Promise<Locator> {
	const act = staff.locator('details').filter({ hasText: name });
	await act.locator('summary').filter({ hasText: name }).click();
	const form = act.locator('form');
	await form.getByLabel('理由').fill(reason);
	return form;
}

async function act(staff: Page, name: string, reason: string, submit: RegExp): Promise<void> {
	const form = await openAct(staff, name, reason);
	await form.getByRole('button', { name: submit }).click();
}
