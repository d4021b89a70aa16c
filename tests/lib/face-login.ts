// Somebody before a film at the login by face (C6): in a browser of their own, since a film is a flag of its start.
import { chromium, type Page, type Request } from 'playwright';
import { expect } from 'playwright/test';
import { FAKE_MEDIA_ARGS, findChromium } from '../../scripts/lib/chromium.ts';
import type { DemoFacts } from './demo.ts';
import { filmArg, type FilmName } from './face-films.ts';

type Candidate = DemoFacts['candidates'][number];

export interface BeforeTheFilm {
	readonly page: Page;
	/** What the page was asked to do, in its order. */
	readonly steps: readonly string[];
	/** Requests to anybody but the demo's server, and errors in the console. */
	readonly wrong: readonly string[];
	close(): Promise<void>;
}

/** At each page on the way, before it is left. */
type Look = (page: Page) => Promise<void>;

/** From the address to the page that looks at the face, agreed to. */
export async function beforeTheFilm(
	url: string,
	candidate: Candidate,
	film: FilmName,
	look: Look = async () => {}
): Promise<BeforeTheFilm> {
	const path = findChromium();
	const browser = await chromium.launch({
		...(path ? { executablePath: path } : {}),
		args: [...FAKE_MEDIA_ARGS, await filmArg(film)]
	});
	const page = await browser.newPage({
		...{ locale: 'zh-CN', viewport: { width: 1366, height: 768 } }
	});
	const [steps, wrong]: [string[], string[]] = [[], []];
	page.on('request', (request) => {
		if (isElsewhere(request, url)) wrong.push(request.url());
	});
	page.on('response', async (response) => {
		if (!response.url().includes('/api/face/check') || !response.ok()) return;
		const { step } = (await response.json().catch(() => ({}))) as { step?: string | null };
		if (step) steps.push(step);
	});
	page.on('console', (message) => {
		if (message.type() === 'error') wrong.push(message.text());
	});
	await nameOneself(page, url, candidate, look);
	return { page, steps, wrong, close: () => browser.close() };
}

async function nameOneself(
	page: Page,
	url: string,
	candidate: Candidate,
	look: Look
): Promise<void> {
	await page.goto(url);
	await page.getByLabel('准考证号').fill(candidate.admission);
	await page.getByLabel('证件号后六位').fill(candidate.idLastSix);
	await look(page);
	await page.getByRole('button', { name: '下一步：阅读说明' }).click();
	await page.waitForURL('**/face');
	const agree = page.getByRole('button', { name: '同意，开始人脸登录' });
	await expect(agree).toBeVisible();
	await look(page);
	await agree.click();
}

/** Nothing outside the installation, at any time. A test may have servers of its own, on this machine. */
export function isElsewhere(request: Request, url: string): boolean {
	const asked = new URL(request.url());
	const isHere = ['localhost', '127.0.0.1', new URL(url).hostname].includes(asked.hostname);
	return /^(https?|wss?):$/.test(asked.protocol) && !isHere;
}
