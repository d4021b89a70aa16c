// Somebody before a film at the login by face (C6): in a browser of their own, since a film is a flag of its start.
import { chromium, type Page, type Request } from 'playwright';
import { expect } from 'playwright/test';
import { FAKE_MEDIA_ARGS, findChromium } from '../../scripts/lib/chromium.ts';
import type { DemoFacts } from './demo.ts';
import { keepDiary, type FaceDiary } from './face-diary.ts';
import { filmArg, type FilmName } from './face-films.ts';

type Candidate = DemoFacts['candidates'][number];

export interface BeforeTheFilm {
	readonly page: Page;
	/** What the page was asked to do, in its order. */
	readonly steps: readonly string[];
	/** Requests to anybody but the demo's server, and errors in the console. */
	readonly wrong: readonly string[];
}

interface Filmed {
	readonly url: string;
	readonly candidate: Candidate;
	readonly film: FilmName;
	/** At each page on the way, before it is left. */
	readonly look?: (page: Page) => Promise<void>;
}

/** From the address to the page that looks at the face, agreed to; what fails there says how it came to it. */
export async function beforeTheFilm(
	filmed: Filmed,
	work: (person: BeforeTheFilm) => Promise<void>
): Promise<void> {
	const path = findChromium();
	const browser = await chromium.launch({
		...(path ? { executablePath: path } : {}),
		args: [...FAKE_MEDIA_ARGS, await filmArg(filmed.film)]
	});
	try {
		const page = await browser.newPage({
			...{ locale: 'zh-CN', viewport: { width: 1366, height: 768 } }
		});
		const diary = await keepDiary(page);
		try {
			const person = follow(page, filmed.url, diary);
			await nameOneself(page, filmed);
			await work(person);
		} catch (problem) {
			console.log(`  before the film of ‘${filmed.film}’:\n${diary.text()}`);
			throw problem;
		}
	} finally {
		await browser.close();
	}
}

function follow(page: Page, url: string, diary: FaceDiary): BeforeTheFilm {
	const [steps, wrong]: [string[], string[]] = [[], []];
	page.on('request', (request) => {
		if (isElsewhere(request, url)) wrong.push(request.url());
	});
	page.on('response', async (response) => {
		if (!response.url().includes('/api/face')) return;
		const answer = await response.text().catch(() => '');
		diary.note(`${response.request().method()} ${response.status()} ${answer.slice(0, 200)}`);
		if (!response.ok() || !response.url().includes('/check')) return;
		const { step } = JSON.parse(answer || '{}') as { step?: string | null };
		if (step) steps.push(step);
	});
	page.on('console', (message) => {
		if (message.type() !== 'error') return;
		wrong.push(message.text());
		diary.note(message.text());
	});
	return { page, steps, wrong };
}

/** Throws as soon as the page says no: what it says then is not waited for until the time is up. */
export async function expectLetIn({ page }: BeforeTheFilm, timeout: number): Promise<void> {
	const refused = page.getByRole('button', { name: '再试一次' });
	await Promise.race([
		page.waitForURL('**/interview', { timeout }),
		refused.waitFor({ timeout }).then(() => Promise.reject(new Error('refused')))
	]);
}

async function nameOneself(page: Page, { url, candidate, look }: Filmed): Promise<void> {
	await page.goto(url);
	await page.getByLabel('准考证号').fill(candidate.admission);
	await page.getByLabel('证件号后六位').fill(candidate.idLastSix);
	await look?.(page);
	await page.getByRole('button', { name: '下一步：阅读说明' }).click();
	await page.waitForURL('**/face');
	const agree = page.getByRole('button', { name: '同意，开始人脸登录' });
	await expect(agree).toBeVisible();
	await look?.(page);
	await agree.click();
}

/** Nothing outside the installation, at any time. A test may have servers of its own, on this machine. */
export function isElsewhere(request: Request, url: string): boolean {
	const asked = new URL(request.url());
	const isHere = ['localhost', '127.0.0.1', new URL(url).hostname].includes(asked.hostname);
	return /^(https?|wss?):$/.test(asked.protocol) && !isHere;
}
