// What a candidate does, in the words on the page.
import type { Page } from 'playwright';
import { expect } from 'playwright/test';

export interface Login {
	readonly account: string;
	readonly password: string;
}

/** From the address to the waiting page, recording. */
export async function enter(page: Page, url: string, login: Login): Promise<void> {
	await page.goto(url);
	await page.getByLabel('账号').fill(login.account);
	await page.getByLabel('密码').fill(login.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.getByRole('button', { name: '选择屏幕' }).click();
	const confirm = page.getByRole('button', { name: '确认设备，进入候考' });
	await expect(confirm).toBeEnabled();
	await confirm.click();
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

export async function expectUploaded(page: Page, timeoutMs = 30_000): Promise<void> {
	await expect(page.getByText('上传成功').first()).toBeVisible({ timeout: timeoutMs });
}
