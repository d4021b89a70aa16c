// What a candidate does, in the words on the page.
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';

export interface Login {
	readonly account: string;
	readonly password: string;
}

/** Stages before the waiting page, in their order, with what a candidate does on each. */
const STEPS = {
	async process(page: Page) {
		const on = page.getByRole('button', { name: /^下一步/ });
		await expect(on).toBeVisible();
		await readToTheEnd(page);
		await on.click();
	},
	async lot(page: Page, drawn?: () => Promise<void>) {
		await page.getByRole('button', { name: '抽签', exact: true }).click();
		await expect(page.getByText(/您的抽签号是/)).toBeAttached();
		const on = page.getByRole('button', { name: '下一步：签署诚信承诺书' });
		await expect(on).toBeVisible();
		await drawn?.();
		// the second click of a double click is not taken for it
		await page.waitForTimeout(750);
		await on.click();
	},
	async pledge(page: Page) {
		const typed = page.getByText('输入姓名', { exact: true });
		const tick = page.getByLabel('我已阅读，并承诺遵守以上各条');
		if (await isLate(typed, tick)) await tick.check();
		else {
			await typed.click();
			await page.getByLabel('姓名', { exact: true }).fill('测试考生');
		}
		await page.getByRole('button', { name: '签署', exact: true }).click();
	},
	async notice(page: Page) {
		const tick = page.getByLabel('我已阅读并知晓');
		const on = page.getByRole('button', { name: '已知晓，继续' });
		if (await isLate(tick, on)) return on.click();
		await tick.check();
		await page.getByRole('button', { name: '下一步：进入考试' }).click();
	},
	async gate(page: Page) {
		const enter = page.getByRole('button', { name: '进入考试', exact: true });
		await expect(enter).toBeVisible();
		const fullScreen = page.getByRole('button', { name: '进入全屏' });
		if (await fullScreen.isVisible()) await fullScreen.click();
		await page.getByRole('button', { name: '选择屏幕' }).click();
		await expect(enter).toHaveAttribute('aria-disabled', 'false');
		await enter.click();
	},
	async devices(page: Page) {
		await page.getByRole('button', { name: '确认设备', exact: true }).click();
	},
	async information(page: Page) {
		await page.getByRole('button', { name: '确认', exact: true }).click();
	}
} as const;

type Step = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as Step[];

export async function logIn(page: Page, url: string, login: Login): Promise<void> {
	// an exam with faces opens with the other way
	await page.goto(`${url}/?login=account`);
	await page.getByLabel('账号').fill(login.account);
	await page.getByLabel('密码').fill(login.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** From the first step after the login up to, not including, `before`; to the waiting page without it. */
export async function walk(
	page: Page,
	before?: Step,
	from: Step = 'process',
	moments: { drawn?: () => Promise<void> } = {}
): Promise<void> {
	const end = before ? STEP_NAMES.indexOf(before) : STEP_NAMES.length;
	for (const name of STEP_NAMES.slice(STEP_NAMES.indexOf(from), end))
		await STEPS[name](page, moments.drawn);
}

/** From the address to the waiting page (or, when it has begun, the paper), recording. */
export async function enter(page: Page, url: string, login: Login): Promise<void> {
	await logIn(page, url, login);
	await walk(page);
	await expectRecording(page);
}

/** After a crash: the address again; the camera comes back by itself, the screen at one touch. */
export async function comeBack(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/interview`);
	await page.getByRole('button', { name: '重新共享屏幕' }).click();
	await expectRecording(page);
}

export async function expectRecording(page: Page): Promise<void> {
	await expect(page.getByText(/录制中/).first()).toBeVisible();
	await expect(page.getByText('本机已存至')).toBeVisible();
}

/** Ends the interview by hand: asked, and meant. What was recorded is still to arrive. */
export async function endInterview(page: Page): Promise<void> {
	await page.getByRole('button', { name: '结束面试' }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: '结束面试' }).click();
}

export async function expectUploaded(page: Page, timeoutMs = 30_000): Promise<void> {
	await expect(page.getByText('上传成功').first()).toBeVisible({ timeout: timeoutMs });
}

/** C9: after the start the sheets before the entry are shortened. @returns which of the two forms stands there */
async function isLate(usual: Locator, late: Locator): Promise<boolean> {
	await expect(usual.or(late).first()).toBeVisible();
	return late.isVisible();
}

/** The text is scrolled to its end; what fits is read already. */
async function readToTheEnd(page: Page): Promise<void> {
	await page
		.locator('main [tabindex="0"]')
		.first()
		.evaluate((text) => text.scrollTo({ top: text.scrollHeight }));
}
