// `npm run pictures`: walks through a running demo in Chromium and takes the pictures of the README, at 1366×768; with
// `--all` every page at the three sizes we look at, into test-results/pictures.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { candidateOf, startDemo } from '../tests/lib/demo.ts';
import { expectUploaded, logIn, STEP_NAMES, walk } from '../tests/lib/candidate.ts';
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
const demo = await startDemo({ startIn: values.all ? 90 : 60, minutes: 1 });
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: FAKE_MEDIA_ARGS });
try {
	const candidate = await newPage();
	await candidate.goto('/');
	await candidate.waitForTimeout(500);
	await take(candidate, 'entry');
	await logIn(candidate, demo.url, candidateOf(demo, 0));
	let proof = '/';
	for (const [at, step] of STEP_NAMES.entries()) {
		await candidate.getByRole('heading', { level: 1 }).waitFor();
		await candidate.waitForTimeout(1200);
		if (step !== 'lot') await take(candidate, step);
		await walk(candidate, STEP_NAMES[at + 1], step, {
			async drawn() {
				await candidate.waitForTimeout(500);
				await take(candidate, 'lot');
				const link = candidate.getByRole('link', { name: '怎么验证' });
				proof = (await link.getAttribute('href')) ?? '/';
			}
		});
	}
	await candidate.waitForTimeout(3000);
	await take(candidate, 'waiting');
	await candidate.waitForTimeout(demo.sitting.startsAt - Date.now() + 3000);
	await candidate.getByRole('button', { name: '第 1 题回答完毕' }).click();
	await take(candidate, 'answering');
	await candidate.getByRole('button', { name: '求助' }).click();
	await candidate.getByPlaceholder('点此输入消息').fill('楼上在装修，影响录制吗？');
	await candidate.keyboard.press('Enter');
	await candidate.waitForTimeout(1000);
	await take(candidate, 'help');
	await expectUploaded(candidate, demo.sitting.endsAt - Date.now() + 20_000);
	await take(candidate, 'done');
	await candidate.goto(proof);
	await candidate.waitForTimeout(1000);
	await take(candidate, 'verify-lot');

	const staff = await newPage();
	await logIn(staff, demo.url, demo.staff.auditor);
	await staff.waitForURL('**/proctor');
	await staff.waitForTimeout(1500);
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
