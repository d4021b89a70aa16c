// A phone with stock Firefox, over WebDriver BiDi, with the camera and microphone that Firefox itself plays. What a person
// does on it, in the words on its page.
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const WIDTH = 390;
const HEIGHT = 844;

/** Stock Firefox with a camera of coloured frames and a tone, granted without asking. */
const PREFERENCES = {
	'media.navigator.streams.fake': true,
	'media.navigator.permission.disabled': true,
	'intl.accept_languages': 'zh-CN'
};

export interface FirefoxPhone {
	readonly browser: Browser;
	readonly page: Page;
	/** What the page wrote as errors. */
	readonly errors: readonly string[];
}

export async function takeFirefoxPhone(executablePath: string): Promise<FirefoxPhone> {
	const browser = await puppeteer.launch({
		browser: 'firefox',
		executablePath,
		headless: true,
		extraPrefsFirefox: PREFERENCES
	});
	const page = await browser.newPage();
	await page.setViewport({ width: WIDTH, height: HEIGHT });
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error)));
	page.on('console', (line) => {
		if (line.type() === 'error') errors.push(line.text());
	});
	return { browser, page, errors };
}

/** Presses the button of that name as soon as it can be pressed. */
export const press = (page: Page, name: string, timeoutMs = 15_000): Promise<void> =>
	page
		.locator(`::-p-aria([name="${name}"][role="button"])`)
		.filter((button) => button.getAttribute('aria-disabled') !== 'true')
		.setTimeout(timeoutMs)
		.click();

/** Waits until the words stand somewhere on the page. */
export async function expectWords(page: Page, words: string, timeoutMs = 15_000): Promise<void> {
	await page.locator(`::-p-text(${words})`).setTimeout(timeoutMs).wait();
}
