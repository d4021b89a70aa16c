// `npm run pictures`: walks through a running demo in Chromium and takes the pictures of the README, at 1366×768; with
// `--all` every page at the three sizes we look at, into test-results/pictures.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { candidateOf, startDemo } from '../tests/lib/demo.ts';
import { expectUploaded } from '../tests/lib/candidate.ts';
import { ensureBrowser } from './lib/browser.ts';
import { FAKE_MEDIA_ARGS } from './lib/chromium.ts';

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
const ROOT = join(import.meta.dirname, '..');
const FOLDER = values.all ? join(ROOT, 'test-results', 'pictures') : join(ROOT, 'docs', 'pictures');
const SIZES = values.all
	? [
			[1366, 768],
			[1920, 1080],
			[390, 844]
		]
	: [[1366, 768]];

await mkdir(FOLDER, { recursive: true });
const demo = await startDemo({ startIn: 30, minutes: 0.5 });
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: FAKE_MEDIA_ARGS });
try {
	const candidate = await newPage();
	await candidate.goto('/');
	await take(candidate, 'entry');
	const { account, password } = candidateOf(demo, 0);
	await logIn(candidate, account, password);
	await candidate.getByRole('button', { name: '选择屏幕' }).click();
	await candidate.waitForTimeout(1500);
	await take(candidate, 'devices');
	await candidate.getByRole('button', { name: '确认设备，进入候考' }).click();
	await candidate.waitForTimeout(4000);
	await take(candidate, 'waiting');
	await candidate.waitForTimeout(demo.sitting.startsAt - Date.now() + 5000);
	await take(candidate, 'answering');
	await expectUploaded(candidate, demo.sitting.endsAt - Date.now() + 20_000);
	await take(candidate, 'done');

	const staff = await newPage();
	await staff.goto('/');
	await logIn(staff, demo.staff.auditor.account, demo.staff.auditor.password);
	await take(staff, 'proctor');
	await staff.getByRole('link', { name: /测试考生甲/ }).click();
	await staff.waitForTimeout(2500);
	await take(staff, 'review');
} finally {
	await browser.close();
	await demo.stop();
}

async function newPage(): Promise<Page> {
	const context = await browser.newContext({
		baseURL: demo.url,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		viewport: { width: 1366, height: 768 }
	});
	return context.newPage();
}

async function logIn(page: Page, account: string, password: string): Promise<void> {
	await page.getByLabel('账号').fill(account);
	await page.getByLabel('密码').fill(password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL(/interview|proctor/);
	await page.waitForTimeout(1500);
}

async function take(page: Page, name: string): Promise<void> {
	for (const [width = 0, height = 0] of SIZES) {
		await page.setViewportSize({ width, height });
		await page.waitForTimeout(200);
		await page.screenshot({
			path: join(FOLDER, values.all ? `${name}-${width}.png` : `${name}.png`)
		});
	}
	await page.setViewportSize({ width: 1366, height: 768 });
}
