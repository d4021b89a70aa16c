// CPU of a page that records camera and screen into its vault, without the watch and with it, by turns in one browser.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer } from 'vite';
import { ensureBrowser } from '../../lib/browser.ts';
import { FAKE_MEDIA_ARGS } from '../../lib/chromium.ts';
import type { Bench } from './page.ts';
import { secondsBesidePool } from './threads.ts';

declare const bench: Bench;

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PORT = 5197;
/** CPU seconds per second. */
const TARGET = 0.05;
const SETTLE_MS = 2000;

export interface WatchCostOptions {
	/** Without and with it, by turns, in one recording: the rest of the machine does not stand still meanwhile. */
	readonly turns: number;
	/** Of each. */
	readonly seconds: number;
}

interface Cost {
	/** Of the page's process: its thread, its workers, its encoders. */
	readonly page: number;
	readonly browser: number;
	/** The browser's without the pool that encodes; what of the watch might run in that pool is not in it. */
	readonly besidePool: number;
}

/** Prints its figures. */
export async function benchWatch({ turns, seconds }: WatchCostOptions): Promise<void> {
	const vite = await createServer({
		configFile: false,
		root: ROOT,
		logLevel: 'error',
		plugins: [svelte({ configFile: false })],
		worker: { format: 'es' },
		optimizeDeps: { entries: ['scripts/bench/watch/page.ts'] },
		server: { port: PORT, host: '127.0.0.1', hmr: false, watch: null }
	});
	await vite.listen();
	const browser = await chromium.launch({
		executablePath: ensureBrowser(),
		args: FAKE_MEDIA_ARGS
	});
	const [floor, watched]: [Cost[], Cost[]] = [[], []];
	try {
		const page = await open(browser);
		await page.evaluate(() => bench.record());
		for (let turn = 0; turn < turns; turn++) {
			floor.push(await cost(browser, page, false, seconds));
			watched.push(await cost(browser, page, true, seconds));
		}
		const { looks, bytes } = await page.evaluate(() => bench.seen());
		await page.evaluate(() => bench.stop());
		if (bytes === 0) throw new Error('nothing was recorded');
		if (looks < turns * (seconds - 2)) throw new Error(`only ${String(looks)} looks`);
	} finally {
		await browser.close();
		await vite.close();
	}
	report(floor, watched);
}

function report(floor: readonly Cost[], watched: readonly Cost[]): void {
	const both = { without: floor, with: watched };
	for (const [name, costs] of Object.entries(both))
		console.log(
			`recording camera and screen, ${name} the watch: page ${shares(costs, 'page')}, browser ${shares(costs, 'browser')} of a core`
		);
	const more = (of: keyof Cost): number[] =>
		watched.map((one, turn) => one[of] - (floor[turn]?.[of] ?? NaN));
	const [page, browser, besidePool] = [more('page'), more('browser'), more('besidePool')];
	const verdict = (values: readonly number[]): string =>
		`${percents(values)} of a core, target < ${percent(TARGET)} ${median(values) < TARGET ? 'met' : 'missed'}`;
	console.log(`the watch, by the page's process: ${verdict(page)}`);
	console.log(`the watch, by the whole browser: ${verdict(browser)}`);
	if (median(floor.map((one) => one.besidePool)) > 0)
		console.log(
			`the watch, by the whole browser without the encoders' pool: ${verdict(besidePool)}`
		);
	console.log(`load ${(loadavg()[0] ?? 0).toFixed(1)}`);
}

const shares = (costs: readonly Cost[], of: keyof Cost): string =>
	percents(costs.map((one) => one[of]));
/** The median, and all of them: what a crowded machine makes of it shows. */
const percents = (values: readonly number[]): string =>
	`${percent(median(values))} (${values.map(percent).join(', ')})`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function cost(
	browser: Browser,
	page: Page,
	watches: boolean,
	seconds: number
): Promise<Cost> {
	await page.evaluate((it) => bench.watch(it), watches);
	await page.waitForTimeout(SETTLE_MS);
	const before = await cpuSeconds(browser);
	await page.waitForTimeout(seconds * 1000);
	const after = await cpuSeconds(browser);
	return {
		page: (after.page - before.page) / seconds,
		browser: (after.browser - before.browser) / seconds,
		besidePool: (after.besidePool - before.besidePool) / seconds
	};
}

async function open(browser: Browser): Promise<Page> {
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error.message));
	await page.route('**/bench', (route) =>
		route.fulfill({
			contentType: 'text/html',
			body: '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><script type="module" src="/scripts/bench/watch/page.ts"></script>'
		})
	);
	await page.goto(`http://127.0.0.1:${String(PORT)}/bench`);
	await page.waitForFunction(() => 'bench' in globalThis, null, { timeout: 60_000 });
	return page;
}

async function cpuSeconds(browser: Browser): Promise<Cost> {
	const devtools = await browser.newBrowserCDPSession();
	const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
	await devtools.detach();
	const sum = (processes: typeof processInfo): number =>
		processes.reduce((total, { cpuTime }) => total + cpuTime, 0);
	return {
		page: sum(processInfo.filter(({ type }) => type === 'renderer')),
		browser: sum(processInfo),
		besidePool: (await Promise.all(processInfo.map(({ id }) => secondsBesidePool(id)))).reduce(
			(total, one) => total + one,
			0
		)
	};
}
