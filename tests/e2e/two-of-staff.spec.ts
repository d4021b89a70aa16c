// Two of staff and one candidate with real browsers: who is late, who needs another computer, who is ended (I4, C8, C9).
import type { Locator, Page } from 'playwright/test';
import { expectRecording, logIn as candidateLogsIn, walk } from '../lib/candidate.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';
import { walkToPhone } from '../lib/proctor.ts';

test.use({
	demoOptions: { startIn: 15, minutes: 12, lateMinutes: 1, candidates: 1, phone: 'without-sweep' }
});

test('[I4][C8][C9] two of staff at once, late admission, a second device, an end', async ({
	demo,
	page: desktop,
	newContext,
	expectedErrors
}) => {
	test.setTimeout(240_000);
	// of two who act at once one is refused, and so is a picture of the computer that has just been replaced
	expectedErrors.push(/status of 409 .*\/api\/(attempts\/[\w-]+\/acts|attempt\/picture)/);
	const candidate = candidateOf(demo, 0);
	const invigilator = await (await newContext()).newPage();
	const administrator = await (await newContext()).newPage();
	await logIn(invigilator, demo.staff.invigilator);
	await invigilator.waitForURL('**/proctor');
	await logIn(administrator, demo.staff.administrator);
	await administrator.waitForURL('**/proctor');
	await invigilator.waitForTimeout(Math.max(0, demo.sitting.startsAt + 61_000 - Date.now()));

	await test.step('late: nobody enters by themselves; a person lets them in from the list', async () => {
		await invigilator.goto('/proctor?view=table');
		const row = invigilator.getByRole('row').filter({ hasText: candidate.name });
		await row.getByText('准许迟到入场').first().click();
		await row.getByLabel('理由').fill('交通管制，已提前报告');
		await row.getByRole('button', { name: '准许入场' }).dblclick();
		await expect(row.getByRole('link')).toBeVisible();
	});
	const attempt = await attemptOf(demo, candidate.admission);
	for (const staff of [invigilator, administrator])
		await staff.goto(`/proctor/attempts/${attempt}`);

	await test.step('the phone is waived by one, the candidate enters', async () => {
		await act(invigilator, '免除佐证手机', '手机摄像头损坏', /免除/);
		await candidateLogsIn(desktop, demo.url, candidate);
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
		await candidateLogsIn(other, demo.url, candidate);
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
