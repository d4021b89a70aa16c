// What invigilators decide, in the built program and on the real pages: words to the whole room, who it is by eye, a violation
// that a second person reviews, and the signature under it all (I3, I4). Two of staff before two candidates; one sitting.
import type { Locator, Page } from 'playwright/test';
import { endInterview, enter, expectUploaded } from '../lib/candidate.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';

// who logs in by account where a face is asked for is confirmed by a person
test.use({
	demoOptions: { startIn: 5, minutes: 10, lateMinutes: 9, candidates: 2, face: true }
});

const LOOKED_AT = ['与报名照片是同一个人', '耳部、面部没有遮挡', '没有使用滤镜', '没有浓妆'];

const tileOf = (wall: Page, name: string): Locator =>
	wall.getByRole('listitem').filter({ has: wall.getByRole('link', { name }) });
const signOffOn = (wall: Page): Locator => wall.getByRole('region', { name: '考场签字' });
const incidentOn = (staff: Page): Locator =>
	staff
		.getByRole('region', { name: '异常' })
		.getByRole('listitem')
		.filter({ hasText: '按下截屏键' });

/** The demo has one invigilator: its chief supervisor gets the same room to invigilate. */
async function addInvigilator({ data }: Demo): Promise<void> {
	await query(
		data,
		`insert into role_grants (account_id, role, exam_id, room_id)
		select other.account_id, one.role, one.exam_id, one.room_id from role_grants one, role_grants other
		where one.role = 'invigilator' and other.role = 'auditor'`
	);
}

async function openWall(staff: Page, login: Demo['staff']['invigilator']): Promise<void> {
	await logIn(staff, login);
	await staff.getByRole('link', { name: '进入第一考场' }).click();
}

async function openAct(place: Locator, name: string, reason: string): Promise<Locator> {
	const act = place
		.locator('details')
		.filter({ has: place.page().getByText(name, { exact: true }) });
	await act.locator('summary').click();
	await act.getByLabel('理由').fill(reason);
	return act;
}

/** It can be pressed and does nothing; why stands with it. */
async function expectGrey(button: Locator, why: RegExp): Promise<void> {
	await expect(button).toHaveAccessibleDescription(why);
	await button.click({ force: true });
	await expect(button).toHaveAttribute('aria-disabled', 'true');
}

test('[I3][I4] a room addressed, identity confirmed, a violation judged and reviewed, the room signed off', async ({
	page: desktop,
	demo,
	newContext
}) => {
	test.setTimeout(180_000);
	const [first, second] = [candidateOf(demo, 0), candidateOf(demo, 1)];
	await addInvigilator(demo);
	const newPage = async (): Promise<Page> => (await newContext()).newPage();
	const [otherDesktop, staff, colleague] = await Promise.all([newPage(), newPage(), newPage()]);
	await Promise.all([
		openWall(staff, demo.staff.invigilator),
		openWall(colleague, demo.staff.auditor)
	]);
	const sign = signOffOn(staff).getByRole('button', { name: '签字', exact: true });
	// the sheets before the entry are other ones after the start
	await desktop.waitForTimeout(Math.max(0, demo.sitting.startsAt + 500 - Date.now()));
	await enter(desktop, demo.url, first);
	await enter(otherDesktop, demo.url, second);

	await test.step('[I3] a warning to everybody: how many get it is said before and after', async () => {
		await staff.getByRole('button', { name: '向全场广播' }).click();
		const dialog = staff.getByRole('dialog');
		await dialog.getByLabel('要说的话').fill('请把桌面清空，只留证件和笔。');
		await dialog.getByLabel(/作为警告/).check();
		await dialog.getByRole('button', { name: '下一步：核对' }).click();
		await expect(
			dialog.getByText(/发给 2 名已登录、还没有结束的考生；0 名考生收不到/)
		).toBeVisible();
		await expectAccessible(staff);
		await dialog.getByRole('button', { name: '发给全考场' }).click();
		await expect(dialog.getByText('已发给 2 名考生')).toBeVisible();
		await dialog.getByRole('button', { name: '关闭' }).click();
		await expect(colleague.getByText('全场警告，发给 2 人，0 人没有收到')).toBeVisible();
	});

	await test.step('[I3] it covers both sheets; who has acknowledged it is told apart from who has not', async () => {
		const covers = [desktop, otherDesktop].map((page) =>
			page.getByRole('alertdialog').filter({ hasText: '请把桌面清空' })
		);
		for (const cover of covers) await expect(cover).toBeVisible();
		await covers[0]?.getByRole('button', { name: '我已知道' }).click();
		await tileOf(staff, first.name).getByRole('link').click();
		await tileOf(colleague, second.name).getByRole('link').click();
		const line = (page: Page) =>
			page.getByRole('log').getByRole('listitem').filter({ hasText: '请把桌面清空' });
		await expect(line(staff)).toContainText('全场');
		await expect(line(staff)).toContainText('考生已确认');
		await expect(line(colleague)).toContainText('已送达');
		await expect(line(colleague)).not.toContainText('考生已确认');
	});

	await test.step('[I4] identity by eye: not before all four are looked at, and a colleague sees it at once', async () => {
		await colleague.getByRole('link', { name: '第一考场' }).click();
		for (const { name } of [first, second])
			await expect(tileOf(colleague, name)).toContainText('身份未核验');
		const panel = staff.getByRole('region', { name: '身份', exact: true });
		await panel.getByRole('button', { name: '查看照片' }).click();
		await expect(panel.getByRole('img', { name: '报名照片' })).toBeVisible();
		const act = await openAct(panel, '确认身份', '与报名照片逐项比对，一致');
		const confirm = act.getByRole('button', { name: '确认身份' });
		for (const one of LOOKED_AT) {
			await expect(confirm).toHaveAttribute('aria-disabled', 'true');
			await act.getByLabel(one).check();
		}
		await expectAccessible(staff);
		await confirm.click();
		await expect(panel.getByText('身份已确认')).toBeVisible();
		await expect(tileOf(colleague, first.name)).not.toContainText('身份未核验');
		await expect(tileOf(colleague, second.name)).toContainText('身份未核验');
	});

	await test.step('[I4] an incident is judged a violation, on both pages at once; who judged it does not review it', async () => {
		await tileOf(colleague, first.name).getByRole('link').click();
		await expect(colleague.getByText('身份已确认')).toBeVisible();
		await desktop.keyboard.press('PrintScreen');
		await expect(incidentOn(staff)).toContainText('待判定');
		const act = await openAct(incidentOn(staff), '判定异常', '题目显示时按了截屏键');
		await act.getByRole('button', { name: '违规' }).click();
		for (const page of [staff, colleague])
			await expect(incidentOn(page)).toContainText('判为违规，等另一位工作人员复核');
		await expect(incidentOn(staff).getByText('复核', { exact: true })).toHaveCount(1);
		await expectGrey(
			incidentOn(staff).getByRole('button', { name: '复核' }),
			/已经判定过这一条的人不能再改/
		);
		await expectAccessible(staff);
	});

	await test.step('[I4] no signature while somebody has not ended', async () => {
		await staff.getByRole('link', { name: '第一考场' }).click();
		await expect(signOffOn(staff)).toContainText(/还没有结束：\s*测试考生甲，测试考生乙/);
		await signOffOn(staff).getByLabel('签名').fill('测试监督员');
		await expectGrey(sign, /全部结束以后才能签字/);
		await expectAccessible(staff);
		await endInterview(desktop);
		await colleague.getByRole('link', { name: '第一考场' }).click();
		await tileOf(colleague, second.name).getByRole('link').click();
		const act = await openAct(colleague.getByRole('complementary'), '结束面试', '考生放弃');
		await act.getByRole('button', { name: '确认结束面试' }).click();
		for (const page of [desktop, otherDesktop]) await expectUploaded(page);
	});

	await test.step('[I4] nor while a violation waits for its second person', async () => {
		await expect(signOffOn(staff)).toContainText(/违规没有复核：\s*测试考生甲（1）/);
		await expectGrey(sign, /还有异常没有判定，或违规没有复核/);
		await colleague.getByRole('link', { name: '第一考场' }).click();
		await tileOf(colleague, first.name).getByRole('link').click();
		await expect(incidentOn(colleague)).toContainText('测试监督员');
		const act = await openAct(incidentOn(colleague), '复核', '看过录像，同意');
		await act.getByRole('button', { name: '违规' }).click();
		await expect(incidentOn(colleague)).toContainText(/测试总监督 [\d:]+ 复核为“违规”/);
	});

	await test.step('[I4] signed, and shown as signed to the other', async () => {
		await colleague.getByRole('link', { name: '第一考场' }).click();
		await expect(signOffOn(colleague)).toContainText('共 2 人，违规 1 次');
		await expect(signOffOn(colleague)).not.toContainText('测试监督员签字');
		await expect(sign).toHaveAttribute('aria-disabled', 'false');
		await sign.dblclick();
		for (const wall of [staff, colleague])
			await expect(signOffOn(wall)).toContainText(/[\d:]+ 测试监督员签字/);
		await expect(sign).toHaveCount(0);
		await expect(colleague.getByText(/测试监督员 签字结束本考场：考生 2 人/)).toHaveCount(1);
		await expectAccessible(colleague);
	});
});
