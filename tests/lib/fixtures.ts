// What every whole-program test stands on: a demo server of its own, browsers that fail the test on console errors,
// and a check of accessibility. Import `test` and `expect` from here.
import AxeBuilder from '@axe-core/playwright';
import {
	test as base,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page
} from 'playwright/test';
import { isElsewhere } from './face-login.ts';
import { startDemo, type Demo, type DemoOptions } from './demo.ts';

export { expect };

interface WorkerFixtures {
	/** Per file: `test.use({ demoOptions: { startIn: 5, minutes: 1 } })`. Files with the same options share a server. */
	demoOptions: DemoOptions;
	demo: Demo;
}

interface TestFixtures {
	/** Console errors that this test provokes on purpose; anything else fails it. */
	expectedErrors: RegExp[];
	/** A further browser profile (the phone, the invigilator), watched like the first. */
	newContext: (more?: BrowserContextOptions) => Promise<BrowserContext>;
	watched: { readonly errors: string[]; watch(context: BrowserContext): void };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	demoOptions: [
		{ startIn: 120, minutes: 3 },
		{ option: true, scope: 'worker' }
	],
	demo: [
		async ({ demoOptions }, use) => {
			const demo = await startDemo(demoOptions);
			await use(demo);
			await demo.stop();
		},
		{ scope: 'worker', timeout: 120_000 }
	],
	baseURL: ({ demo }, use) => use(demo.url),
	// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this very pattern
	expectedErrors: async ({}, use) => {
		await use([]);
	},
	watched: async ({ expectedErrors, baseURL }, use) => {
		const errors: string[] = [];
		await use({ errors, watch: (context) => collectErrors(context, errors, baseURL ?? '') });
		const surprising = errors.filter((text) => !expectedErrors.some((one) => one.test(text)));
		expect(surprising, 'errors in the browser’s console, requests that leave the origin').toEqual(
			[]
		);
	},
	context: async ({ context, watched }, use) => {
		watched.watch(context);
		await use(context);
	},
	newContext: async ({ browser, watched, baseURL, locale, viewport }, use) => {
		const opened: BrowserContext[] = [];
		await use(async (more = {}) => {
			const context = await browser.newContext({
				...(baseURL ? { baseURL } : {}),
				...(locale ? { locale } : {}),
				viewport,
				...more
			});
			watched.watch(context);
			opened.push(context);
			return context;
		});
		for (const context of opened) await context.close();
	}
});

/** Also what is asked of anybody but the server under test: nothing outside the installation, at any time. */
function collectErrors(context: BrowserContext, errors: string[], url: string): void {
	context.on('request', (request) => {
		if (url !== '' && isElsewhere(request, url)) errors.push(`leaves the origin: ${request.url()}`);
	});
	context.on('console', (message) => {
		if (message.type() === 'error')
			errors.push(`${message.text()} (${message.location().url || message.page()?.url()})`);
	});
	context.on('weberror', (thrown) => errors.push(String(thrown.error().stack)));
}

const SEVERE = ['serious', 'critical'];

/** WCAG 2.2 AA as far as axe can tell: no serious or critical finding on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
	// a button that is just becoming pressable has half of its colours for a moment
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.evaluate(() => {
		for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
	});
	// in the page itself: there are no frames, and a further tab beside one that films may never open
	const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
	await page.emulateMedia({ reducedMotion: null });
	const severe = violations
		.filter(({ impact }) => SEVERE.includes(impact ?? ''))
		.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
	expect(severe, `accessibility of ${page.url()}`).toEqual([]);
}

export async function logIn(
	page: Page,
	{ account, password }: { readonly account: string; readonly password: string }
): Promise<void> {
	// an exam with faces opens with the other way
	await page.goto('/?login=account');
	await page.getByLabel('账号').fill(account);
	await page.getByLabel('密码').fill(password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
}
