// What a person does on the phone, in the words on its page; a browser of its own with touch, a narrow page and an
// orientation that the test turns.
import type { CDPSession, Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import { newProfile, type Profile, type RealChromium } from './real-chromium.ts';
import { withTimecodeCamera } from './timecode.ts';

const WIDTH = 390;
const HEIGHT = 844;
const SECTORS = 12;
const DEGREES = 360 / SECTORS;
/** Slowly enough for the ring (docs/spec/evidence.md): 30° in nearly a second. */
const STEP_MS = 225;
const STEPS_A_SECTOR = 4;
/** Sooner, a touch is the second one of a double tap, which no primary button takes for a new one. */
const DOUBLE_TAP_MS = 600;
const touchedAt = new WeakMap<Page, number>();

export interface Phone {
	readonly profile: Profile;
	browser: RealChromium;
}

export async function takePhone(): Promise<Phone> {
	const profile = await newProfile(withTimecodeCamera);
	const phone = { profile, browser: await profile.open() };
	await asPhone(phone.browser.page);
	return phone;
}

/** Touch, a phone's size and words. Each new tab has to be told. */
export async function asPhone(page: Page): Promise<CDPSession> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Emulation.setDeviceMetricsOverride', {
		...{ width: WIDTH, height: HEIGHT, deviceScaleFactor: 2, mobile: true },
		screenOrientation: { type: 'portraitPrimary', angle: 0 }
	});
	await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
	return devtools;
}

/** A finger, not a mouse: the browser that a test spawns itself has no touch of Playwright's. */
export async function touch(locator: Locator): Promise<void> {
	const page = locator.page();
	await page.waitForTimeout(
		Math.max(0, (touchedAt.get(page) ?? 0) + DOUBLE_TAP_MS - performance.now())
	);
	await locator.scrollIntoViewIfNeeded();
	// visible, in its place, and what lies there is it
	await locator.click({ trial: true });
	const box = await locator.boundingBox();
	if (!box) throw new Error('nothing to touch');
	const devtools = await page.context().newCDPSession(page);
	const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
	await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
	touchedAt.set(page, performance.now());
	await devtools.detach();
}

/** The code as it is typed, off the desktop's page. */
export async function codeOn(desktop: Page): Promise<string> {
	const code = desktop.getByText(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/).first();
	await expect(code).toBeVisible();
	return (await code.innerText()).trim();
}

/** Opens the address of the QR code, which uses nothing up, and taps. */
export async function bindByAddress(page: Page, url: string, code: string): Promise<void> {
	await page.goto(`${url}/evidence#${code}`);
	await touch(page.getByRole('button', { name: '绑定这部手机' }));
	await expect(page.getByRole('heading', { name: '检查这部手机' })).toBeVisible();
}

export async function passCheck(page: Page): Promise<void> {
	await touch(page.getByRole('button', { name: '打开摄像头和麦克风' }));
	await touch(page.getByRole('button', { name: /^下一步/ }));
}

/** P3: once around, upright, by the orientation that the browser is told. */
export async function sweepAround(page: Page, devtools: CDPSession): Promise<void> {
	await touch(page.getByRole('button', { name: '开始环拍' }));
	await expect(page.getByRole('button', { name: '重新环拍' })).toBeVisible();
	await turn(devtools, SECTORS + 1);
	await expect(page.getByRole('heading', { name: '环拍完成' })).toBeVisible();
}

/** @param sectors how many twelfths of the circle, to the left */
export async function turn(devtools: CDPSession, sectors: number): Promise<void> {
	for (let step = 0; step <= sectors * STEPS_A_SECTOR; step++) {
		const alpha = ((step * DEGREES) / STEPS_A_SECTOR) % 360;
		await devtools.send('DeviceOrientation.setDeviceOrientationOverride', {
			...{ alpha, beta: 90, gamma: 0 }
		});
		await new Promise((resolve) => setTimeout(resolve, STEP_MS));
	}
}

export async function startFilming(page: Page): Promise<void> {
	await touch(page.getByRole('button', { name: '已固定好，开始拍摄' }));
	await expectFilming(page);
}

export async function expectFilming(page: Page): Promise<void> {
	await expect(page.getByText('正在录制')).toBeVisible();
}

/** P6 */
export async function stopAndUpload(page: Page): Promise<void> {
	await touch(page.getByRole('button', { name: '停止并上传' }));
	await expect(page.getByRole('heading', { name: '佐证录像已全部收到' })).toBeVisible({
		timeout: 60_000
	});
}

export async function putAway({ browser, profile }: Phone): Promise<void> {
	await browser.close();
	await profile.remove();
}
