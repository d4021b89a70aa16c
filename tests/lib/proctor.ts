// An invigilator before a candidate with computer and phone: what several tests of the room stand on (I1, I2).
import type { BrowserContextOptions, Page } from 'playwright/test';
import { expectRecording, logIn, walk } from './candidate.ts';
import { expect } from './fixtures.ts';
import { codeOn, expectFilming, passCheck, startFilming, touch } from './phone.ts';

export const PHONE: BrowserContextOptions = {
	viewport: { width: 390, height: 844 },
	deviceScaleFactor: 2,
	hasTouch: true,
	isMobile: true,
	serviceWorkers: 'block'
};

async function bindPhone(desktop: Page, phone: Page): Promise<void> {
	const code = await codeOn(desktop);
	await phone.goto(`/evidence#${code}`);
	await touch(phone.getByRole('button', { name: '绑定这部手机' }));
	await passCheck(phone);
	await startFilming(phone);
	await expectFilming(phone);
}

export async function enterWithPhone(
	desktop: Page,
	phone: Page,
	url: string,
	who: { account: string; password: string }
) {
	await logIn(desktop, url, who);
	await walkToPhone(desktop);
	await bindPhone(desktop, phone);
	await desktop.getByRole('button', { name: '下一步：抽签' }).click();
	await walk(desktop, undefined, 'lot');
	await expectRecording(desktop);
}

/** The exam has the stage also for who does without a phone. */
export async function walkToPhone(desktop: Page): Promise<void> {
	await walk(desktop, 'lot');
}

/** From the press to the first frames of all three, ms. */
export async function openLive(staff: Page): Promise<Record<string, number>> {
	await staff.evaluate(() => {
		const seen: Record<string, number> = {};
		Object.assign(globalThis, { seen });
		const look = (): void => {
			for (const video of document.querySelectorAll('video')) {
				const name = video.getAttribute('aria-label') ?? '';
				if (video.videoWidth > 0 && video.currentTime > 0 && !(name in seen))
					seen[name] = performance.now();
			}
			requestAnimationFrame(look);
		};
		look();
	});
	const pressed = await staff.evaluate(() => performance.now());
	await staff.getByRole('button', { name: '实时', exact: true }).click();
	await expect
		.poll(
			() =>
				staff.evaluate(() => Object.keys((globalThis as unknown as { seen: object }).seen).length),
			{
				timeout: 20_000
			}
		)
		.toBe(3);
	const seen = await staff.evaluate(
		() => (globalThis as unknown as { seen: Record<string, number> }).seen
	);
	return Object.fromEntries(
		Object.entries(seen).map(([name, at]) => [name, Math.round(at - pressed)])
	);
}
