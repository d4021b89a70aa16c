// The browser's half of bench:face. How long one look takes, for the presence (320 wide) and for the login (640 wide, with blend shapes), and what the looks cost the page, against a floor:
// the same page with the same camera, and no reader.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer } from 'vite';
import { ensureBrowser } from '../../lib/browser.ts';
import { FAKE_MEDIA_ARGS } from '../../lib/chromium.ts';
import type { Bench } from './page.ts';
import { writeStillFilm } from './still-film.ts';

declare const bench: Bench;

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PORT = 5198;

export interface FaceBrowserOptions {
	/** Looks per size, and seconds per pace. */
	readonly looks: number;
	readonly seconds: number;
}

/** Prints its figures. */
export async function benchFaceBrowser({ looks, seconds }: FaceBrowserOptions): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'duimian-face-'));
	const film = join(folder, 'still.mjpeg');
	writeStillFilm(join(ROOT, 'node_modules/@vladmandic/face-api'), film);
	const vite = await createServer({
		configFile: false,
		root: ROOT,
		logLevel: 'error',
		plugins: [svelte({ configFile: false })],
		worker: { format: 'es' },
		optimizeDeps: { entries: ['scripts/bench/face/page.ts'], include: ['@mediapipe/tasks-vision'] },
		server: { port: PORT, host: '127.0.0.1', hmr: false, watch: null }
	});
	await vite.listen();
	const args = [...FAKE_MEDIA_ARGS, `--use-file-for-fake-video-capture=${film}`];
	const browser = await chromium.launch({ executablePath: ensureBrowser(), args });
	try {
		await timeLooks(browser, looks, [320, 240], false);
		await timeLooks(browser, looks, [640, 480], true);
		const floor = await load(browser, seconds, 0);
		for (const hertz of [1, 2]) await load(browser, seconds, hertz, floor);
	} finally {
		await browser.close();
		await vite.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function open(browser: Browser): Promise<Page> {
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error.message));
	await page.route('**/bench', (route) =>
		route.fulfill({
			contentType: 'text/html',
			body: '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><video muted playsinline></video><script type="module" src="/scripts/bench/face/page.ts"></script>'
		})
	);
	await page.goto(`http://127.0.0.1:${String(PORT)}/bench`);
	await page.waitForFunction(() => 'bench' in globalThis, null, { timeout: 60_000 });
	return page;
}

async function timeLooks(
	browser: Browser,
	count: number,
	[width, height]: readonly [number, number],
	blendshapes: boolean
): Promise<void> {
	const page = await open(browser);
	const ready = await page.evaluate(([w, h, shapes]) => bench.open(w, h, shapes), [
		width,
		height,
		blendshapes
	] as const);
	await page.evaluate(() => bench.looks(5));
	const times = await page.evaluate((n) => bench.looks(n), count);
	await page.close();
	console.log(
		`look at ${String(times.width)} px${blendshapes ? ' with blend shapes' : ''}, ${String(times.faces)} face:`,
		`p50 ${at(times.whole, 0.5)} p95 ${at(times.whole, 0.95)} ms, in the worker p50 ${at(times.worker, 0.5)} p95 ${at(times.worker, 0.95)};`,
		`ready after ${ready.toFixed(0)} ms (load ${(loadavg()[0] ?? 0).toFixed(1)})`
	);
}

const at = (values: readonly number[], share: number): string =>
	(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN).toFixed(0);

/** @param hertz 0: no reader. @returns CPU seconds per second, of all of the browser's processes */
async function load(browser: Browser, seconds: number, hertz: number, floor = 0): Promise<number> {
	const page = await open(browser);
	await page.evaluate((reads) => bench.open(640, 480, reads ? false : null), hertz > 0);
	if (hertz > 0) await page.evaluate((n) => bench.pace(n), hertz);
	await page.waitForTimeout(2000);
	const before = await cpuSeconds(browser);
	await page.waitForTimeout(seconds * 1000);
	const used = (await cpuSeconds(browser)) - before;
	await page.close();
	const share = used / seconds;
	const more = hertz > 0 ? `, ${percent(share - floor)} more than without` : '';
	console.log(
		`page with camera, ${hertz > 0 ? `${String(hertz)} looks a second` : 'no reader'}: ${percent(share)} of a core${more} (load ${(loadavg()[0] ?? 0).toFixed(1)})`
	);
	return share;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

async function cpuSeconds(browser: Browser): Promise<number> {
	const devtools = await browser.newBrowserCDPSession();
	const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
	await devtools.detach();
	return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}
