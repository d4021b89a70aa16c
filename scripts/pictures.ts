// `npm run pictures`: walks through a running demo in Chromium and takes the pictures of the README, at 1366×768 and the
// phone's at 390×844; with `--all` every page at the three sizes we look at, into test-results/pictures.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContextOptions, type Page } from 'playwright';
import { candidateOf, startDemo } from '../tests/lib/demo.ts';
import { beforeTheFilm } from '../tests/lib/face-login.ts';
import { expectUploaded, logIn, STEP_NAMES, walk } from '../tests/lib/candidate.ts';
import {
	bindByAddress,
	codeOn,
	passCheck,
	startFilming,
	stopAndUpload,
	touch,
	turn
} from '../tests/lib/phone.ts';
import { ensureBrowser } from './lib/browser.ts';
import { PLAYWRIGHT_ARGS } from './lib/chromium.ts';

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
const ROOT = join(import.meta.dirname, '..');
const FOLDER = values.all ? join(ROOT, 'test-results', 'pictures') : join(ROOT, 'docs', 'pictures');
const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const SIZES = values.all ? [DESKTOP, { width: 1920, height: 1080 }, PHONE] : null;

await mkdir(FOLDER, { recursive: true });
await faceLogin();
const demo = await startDemo({ startIn: values.all ? 180 : 120, minutes: 1, phone: true });
const launch = () => chromium.launch({ executablePath: ensureBrowser(), args: PLAYWRIGHT_ARGS });
const browser = await launch();
// a phone is a machine of its own: one browser with two recording pages starves them
const phoneBrowser = await launch();
try {
	const candidate = await newPage();
	await candidate.goto('/');
	await candidate.waitForTimeout(500);
	await take(candidate, 'entry');
	await deviceCheck(candidate);
	await logIn(candidate, demo.url, candidateOf(demo, 0));
	let proof = '/';
	let phone: Page | null = null;
	for (const [at, step] of STEP_NAMES.entries()) {
		await candidate.getByRole('heading', { level: 1 }).waitFor();
		await candidate.waitForTimeout(1200);
		if (step === 'lot') phone = await filmingPhone(candidate);
		else await take(candidate, step);
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
	const wall = await newPage();
	await logIn(wall, demo.url, demo.staff.invigilator);
	await wall.getByRole('link', { name: /^进入/ }).click();
	await wall.locator('.picture.screen.fresh').first().waitFor();
	await candidate.waitForTimeout(demo.sitting.startsAt - Date.now() + 3000);
	await candidate.getByRole('button', { name: '第 1 题回答完毕' }).click();
	await take(candidate, 'answering');
	await candidate.getByRole('button', { name: '求助' }).click();
	await candidate.getByPlaceholder('点此输入消息').fill('楼上在装修，影响录制吗？');
	await candidate.keyboard.press('Enter');
	await candidate.waitForTimeout(1000);
	await take(candidate, 'help');
	await room(wall);
	await candidate.evaluate(() => document.exitFullscreen());
	await candidate.getByRole('button', { name: '回到全屏' }).waitFor();
	await candidate.waitForTimeout(500);
	await take(candidate, 'cover');
	await candidate.getByRole('button', { name: '回到全屏' }).click();
	await candidate.waitForTimeout(demo.sitting.endsAt - Date.now() + 2000);
	if (phone) await stopAndUpload(phone);
	if (phone) await take(phone, 'phone-finish', PHONE);
	await expectUploaded(candidate, 30_000);
	await take(candidate, 'done');
	await candidate.goto(proof);
	await candidate.waitForTimeout(1000);
	await take(candidate, 'verify-lot');

	const technician = await newPage();
	await logIn(technician, demo.url, demo.staff.technician);
	// the page has to live first
	await technician.waitForTimeout(1500);
	await technician.getByLabel('查找考生').fill(candidateOf(demo, 0).admission);
	await technician.keyboard.press('Enter');
	await technician.getByRole('link', { name: /测试考生甲/ }).click();
	await technician.waitForTimeout(2000);
	await take(technician, 'desk');
	const staff = await newPage();
	await logIn(staff, demo.url, demo.staff.auditor);
	await staff.waitForURL('**/proctor');
	await staff.waitForTimeout(1500);
	await take(staff, 'proctor');
	await staff.getByRole('link', { name: /测试考生甲/ }).click();
	await staff.getByRole('link', { name: '回看录像' }).click();
	await staff.waitForTimeout(2500);
	await take(staff, 'review');
} finally {
	await browser.close();
	await phoneBrowser.close();
	await demo.stop();
}

/** While somebody answers: the wall, and one candidate live (I1, I2). */
async function room(wall: Page): Promise<void> {
	await take(wall, 'wall');
	await wall.getByRole('link', { name: /测试考生甲/ }).click();
	await wall.getByRole('button', { name: '实时', exact: true }).click();
	await wall.locator('video').nth(2).waitFor();
	await wall.waitForTimeout(1500);
	await take(wall, 'candidate');
}

/** C4, before any login. */
async function deviceCheck(candidate: Page): Promise<void> {
	await candidate.goto(`${demo.url}/check`);
	await candidate.getByRole('button', { name: '开始检测' }).click();
	await candidate.getByRole('button', { name: '录一段 10 秒试试' }).waitFor();
	await candidate.waitForTimeout(12_000);
	await take(candidate, 'device-check');
}

/** The stage of the phone on both devices, until the desktop has gone on. */
async function filmingPhone(candidate: Page): Promise<Page> {
	const code = await codeOn(candidate);
	await take(candidate, 'phone');
	const phone = await newPage(phoneBrowser, { viewport: PHONE, hasTouch: true, isMobile: true });
	await bindByAddress(phone, demo.url, code);
	await phone.waitForTimeout(500);
	await take(phone, 'phone-check', PHONE);
	await passCheck(phone);
	await phone.getByRole('heading', { name: '环拍一圈' }).waitFor();
	await take(phone, 'phone-sweep-ready', PHONE);
	await touch(phone.getByRole('button', { name: '开始环拍' }));
	await phone.getByRole('button', { name: '重新环拍' }).waitFor();
	const turned = turn(await phone.context().newCDPSession(phone), 13);
	await phone.waitForTimeout(7000);
	await take(phone, 'phone-sweep', PHONE);
	await turned;
	await phone.getByRole('heading', { name: '环拍完成' }).waitFor();
	await take(phone, 'phone-swept', PHONE);
	await touch(phone.getByRole('button', { name: /^下一步/ }));
	await phone.getByRole('button', { name: '已固定好，开始拍摄' }).waitFor();
	await phone.waitForTimeout(1000);
	await take(phone, 'phone-place', PHONE);
	await startFilming(phone);
	await phone.waitForTimeout(8000);
	await take(phone, 'phone-filming', PHONE);
	await candidate.waitForTimeout(1000);
	await take(candidate, 'phone-bound');
	await candidate.getByRole('button', { name: /^下一步/ }).click();
	return phone;
}

async function newPage(
	of = browser,
	options: BrowserContextOptions = { viewport: DESKTOP }
): Promise<Page> {
	const context = await of.newContext({
		baseURL: demo.url,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		...options
	});
	return context.newPage();
}

/** An exam of its own, before a film of a face. */
async function faceLogin(): Promise<void> {
	const ofFaces = await startDemo({ startIn: 600, minutes: 1, candidates: 2, face: true });
	const look = (page: Page) =>
		take(page, page.url().endsWith('/face') ? 'face-consent' : 'face-entry');
	const [candidate, film] = [candidateOf(ofFaces, 0), 'right'] as const;
	try {
		await beforeTheFilm({ url: ofFaces.url, candidate, film, look }, async ({ page }) => {
			await page.getByRole('heading', { name: /请看着镜头|请保持不动/ }).waitFor({
				timeout: 60_000
			});
			await take(page, 'face');
		});
	} finally {
		await ofFaces.stop();
	}
}

/** @param own the size that the page has, and has again */
async function take(page: Page, name: string, own = DESKTOP): Promise<void> {
	for (const size of SIZES ?? [own]) {
		await page.setViewportSize(size);
		await page.waitForTimeout(200);
		await page.screenshot({
			path: join(FOLDER, SIZES ? `${name}-${size.width}.png` : `${name}.png`)
		});
	}
	await page.setViewportSize(own);
}
