// Two computers, one attempt: who is asked, who is in, and what becomes of the other (C8); late entry (C9).
import type { Page } from 'playwright';
import { enter, expectRecording, logIn as candidateLogsIn } from '../lib/candidate.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { expectNothingLost, query, vaultParts } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 75, minutes: 5, candidates: 4 } });

/** C8: silence of the first device, and what the asking page and a busy machine may add. */
const SILENCE_MS = 30_000;
const SILENCE_SLACK_MS = 12_000;

const asking = (page: Page) => page.getByRole('heading', { name: '考试正在另一台设备上进行' });
const turnedDown = (page: Page) => page.getByRole('heading', { name: '没有转到这台设备' });
const shut = (page: Page) => page.getByRole('heading', { name: '考试已在另一台设备上继续' });
const firstStep = (page: Page) => page.getByRole('button', { name: '下一步：抽签' });

/** Types of the log's lines with who did them, and the accounts that acted. */
async function logOf({ data }: Demo, admission: string): Promise<string[]> {
	const lines = await query<{ type: string; by: string | null }>(
		data,
		`select type, data::json->>'by' as by from attempt_events
		join attempts on attempts.id = attempt_id join candidates on candidates.id = candidate_id
		where admission = '${admission}' order by seq`
	);
	return lines.map(({ type, by }) => (by === null ? type : `${type} ${by}`));
}

test('[C8] before entry the first computer is asked: no, then yes, and back again', async ({
	page: first,
	demo,
	newContext
}) => {
	const candidate = candidateOf(demo, 0);
	await candidateLogsIn(first, demo.url, candidate);
	await expect(firstStep(first)).toBeVisible();
	const second = await (await newContext()).newPage();
	await candidateLogsIn(second, demo.url, candidate);

	await test.step('refused: told so, and the first goes on', async () => {
		await expect(asking(second)).toBeVisible();
		await expectAccessible(second);
		const question = first.getByRole('alertdialog');
		await expect(question).toBeVisible();
		await expectAccessible(first);
		await question.getByRole('button', { name: '不是我，拒绝' }).click();
		await expect(turnedDown(second)).toBeVisible();
		await expect(question).toBeHidden();
		await expect(firstStep(first)).toBeVisible();
	});

	await test.step('asked again and granted: the second goes on by itself, the first is shut', async () => {
		await second.getByRole('button', { name: '再次请求' }).click();
		await first.getByRole('button', { name: '是我，在那台设备上继续' }).click();
		await expect(firstStep(second)).toBeVisible();
		await expect(shut(first)).toBeVisible();
		await expectAccessible(first);
	});

	await test.step('a reload stays shut; the way back asks the second', async () => {
		await first.reload();
		await expect(shut(first)).toBeVisible();
		await second.reload();
		await expect(firstStep(second)).toBeVisible();
		await first.getByRole('button', { name: '在这台设备上继续' }).click();
		await expect(asking(first)).toBeVisible();
		await second.getByRole('button', { name: '是我，在那台设备上继续' }).click();
		await expect(firstStep(first)).toBeVisible();
		await expect(shut(second)).toBeVisible();
	});

	await test.step('a page that asks and is left withdraws its question', async () => {
		await second.getByRole('button', { name: '在这台设备上继续' }).click();
		await expect(first.getByRole('alertdialog')).toBeVisible();
		await second.close();
		await expect(first.getByRole('alertdialog')).toBeHidden();
	});

	const log = await logOf(demo, candidate.admission);
	expect(log.filter((line) => line.startsWith('lease.answered'))).toEqual([
		'lease.answered device',
		'lease.answered device',
		'lease.answered device',
		'lease.answered withdrawn'
	]);
	expect(log.filter((line) => line === 'incident.noted')).toHaveLength(4);
});

test('[C8][I4] after entry an invigilator lets the second computer in, and nothing recorded is lost', async ({
	page: first,
	demo,
	newContext
}) => {
	const candidate = candidateOf(demo, 1);
	await enter(first, demo.url, candidate);
	const second = await (await newContext()).newPage();
	await candidateLogsIn(second, demo.url, candidate);
	await expect(asking(second)).toBeVisible();
	await expect(second.getByText('换设备需要监督员同意')).toBeVisible();
	await expect(first.getByRole('alertdialog')).toBeHidden();

	const staff = await (await newContext()).newPage();
	let consented = 0;
	await test.step('the invigilator finds the request, and answers with a reason', async () => {
		await logIn(staff, demo.staff.invigilator);
		await staff.waitForURL('**/proctor');
		const row = staff.getByRole('row').filter({ hasText: candidate.name });
		await expect(row.getByText('请求换设备')).toBeVisible();
		await row.getByRole('link').click();
		await expect(staff.getByText(/请求进入这场考试/)).toBeVisible();
		await expectAccessible(staff);
		const form = staff.locator('form').filter({ hasText: '同意换设备' });
		await form.getByLabel('理由').fill('电话核实：原电脑摄像头损坏');
		consented = Date.now();
		await form.getByRole('button', { name: '同意换设备' }).dblclick();
		await expect(form).toBeHidden();
		await staff.getByText(/^记录 \d+ 条/).click();
		await expect(staff.getByText('理由：电话核实：原电脑摄像头损坏')).toBeVisible();
	});

	await test.step('the second goes on in the same stage, the first records no more', async () => {
		await second.getByRole('button', { name: '重新共享屏幕' }).click();
		await expectRecording(second);
		await expect(shut(first)).toBeVisible();
		await expect(first.getByText('这台设备上的录像都已上传')).toBeVisible();
	});

	await test.step('every part of the first is on the server; reason and account are on record', async () => {
		const parts = await vaultParts(first);
		expect(new Set(parts.map(({ track }) => track))).toEqual(new Set(['camera', 'screen']));
		// the first records nothing more; a part more or less is the recorder's own restart on a busy machine
		expect(Math.max(...parts.map(({ startedAt }) => startedAt))).toBeLessThan(consented);
		await expectNothingLost(demo.data, parts);
		expect(await logOf(demo, candidate.admission)).toContain('lease.answered staff');
		const audited = await query<{ n: number }>(
			demo.data,
			`select count(*)::int as n from audit_log where action = 'device.answered'`
		);
		expect(audited[0]?.n).toBe(1);
	});
});

test('[C8] a first computer that has died lets the second in after 30 s', async ({
	demo,
	newContext
}) => {
	const candidate = candidateOf(demo, 2);
	const firstContext = await newContext();
	await enter(await firstContext.newPage(), demo.url, candidate);
	await firstContext.close();
	const died = Date.now();
	const second = await (await newContext()).newPage();
	await candidateLogsIn(second, demo.url, candidate);
	await expect(asking(second)).toBeVisible();
	await second
		.getByRole('button', { name: '重新共享屏幕' })
		.click({ timeout: SILENCE_MS + SILENCE_SLACK_MS });
	const waited = Date.now() - died;
	console.log(`  in ${waited} ms after the first had died`);
	// its last word was at most one ping (5 s) before it died
	expect(waited).toBeGreaterThan(SILENCE_MS - 6000);
	await expectRecording(second);
	expect(await logOf(demo, candidate.admission)).toContain('lease.answered silence');
});

test('[C9][I4] who has not come is let in late from the list; an end, and a rest no longer expected', async ({
	demo,
	newContext,
	page
}) => {
	const candidate = candidateOf(demo, 3);
	await page.waitForTimeout(Math.max(0, demo.sitting.startsAt - Date.now() + 500));
	const staff = await (await newContext()).newPage();
	await logIn(staff, demo.staff.invigilator);
	await staff.waitForURL('**/proctor');
	const row = staff.getByRole('row').filter({ hasText: candidate.name });
	await row.locator('summary').filter({ hasText: '准许迟到入场' }).click();
	await row.getByLabel('理由').fill('交通管制，已提前报告');
	await row.getByRole('button', { name: '准许入场' }).dblclick();
	await expect(row.getByRole('link')).toBeVisible();
	expect(await logOf(demo, candidate.admission)).toEqual(['attempt.frozen', 'entry.allowed']);

	await row.getByRole('link').click();
	await test.step('an act that is not possible says why; ending is', async () => {
		await expect(staff.getByText('已经准许入场')).toBeVisible();
		await expect(staff.getByText('面试还没有结束').first()).toBeVisible();
		const end = staff.locator('details').filter({ hasText: '结束面试' });
		await end.locator('summary').click();
		await end.getByLabel('理由').fill('考生放弃');
		await end.getByRole('button', { name: '确认结束面试' }).click();
		await expect(staff.getByText('面试已经结束').first()).toBeVisible();
	});

	await test.step('an administrator acts without seeing the recording', async () => {
		await logIn(page, demo.staff.administrator);
		await page.waitForURL('**/proctor');
		await page.getByRole('link', { name: `打开${candidate.name}的页面` }).click();
		const lost = page.locator('details').filter({ hasText: '不再等待上传' });
		await lost.locator('summary').click();
		await expectAccessible(page);
		await expect(page.locator('video')).toHaveCount(0);
		await lost.getByLabel('理由').fill('考生未录制');
		await lost.getByRole('button', { name: '声明丢失' }).click();
		await expect(
			page.getByText('已经不再等待').or(page.getByText('已记录：不再等待上传')).first()
		).toBeVisible();
	});
	expect(await logOf(demo, candidate.admission)).toEqual([
		'attempt.frozen',
		'entry.allowed',
		'interview.ended staff',
		'upload.declared-lost'
	]);
});
