// `npm run bench:timecode`: how many showings of the time code a reviewer's browser reads out of a phone's film. Real
// parts: the candidate's page in Chromium is the screen of a scene that MediaRecorder films, the film is copied as the
// server copies it, and read by the review's own reader. Target: ≥ 80 % where the screen is 160 px wide in a 480p film
// at 500 kbit/s. What can be read of the camera's picture before any codec is the floor beside it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { timecodeOf } from '../../src/lib/evidence/timecode.ts';
import { copyPackets } from '../../src/lib/recording/server/packet-copy.ts';
import { ensureBrowser } from '../lib/browser.ts';
import { PLAYWRIGHT_ARGS } from '../lib/chromium.ts';
import type { Bench, FilmOptions } from './timecode/page.ts';

const { values } = parseArgs({
	options: {
		showings: { type: 'string', default: '10' },
		blur: { type: 'string', default: '0.7' },
		noise: { type: 'string', default: '5' },
		only: { type: 'string' }
	}
});
const SHOWINGS = Number(values.showings);
const TARGET = 0.8;
const ROOT = join(import.meta.dirname, '..', '..');
const PORT = 5199;
const VP8 = 'video/webm;codecs=vp8';
const H264 = 'video/webm;codecs=h264';

declare const bench: Bench;

/** Of the laptop's screen the rail is a quarter, of the large one a fifth. */
const CASES = [
	{ width: 120, screen: [1366, 768], mime: VP8 },
	{ width: 160, screen: [1366, 768], mime: VP8 },
	{ width: 160, screen: [1920, 1080], mime: VP8 },
	{ width: 160, screen: [1366, 768], mime: H264 },
	{ width: 240, screen: [1366, 768], mime: VP8 }
] as const;

const codes = Array.from({ length: SHOWINGS }, (_, index) =>
	timecodeOf({ attempt: 'bench', at: 1_795_827_600_000 + index * 120_000, parts: [] })
);
const folder = await mkdtemp(join(tmpdir(), 'duimian-timecode-'));
const vite = await createServer({
	configFile: false,
	root: ROOT,
	logLevel: 'error',
	plugins: [svelte({ configFile: false })],
	optimizeDeps: { entries: ['scripts/bench/timecode/page.ts'], exclude: ['@lucide/svelte'] },
	server: { port: PORT, host: '127.0.0.1', hmr: false, watch: null }
});
await vite.listen();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: PLAYWRIGHT_ARGS });
try {
	for (const one of CASES)
		if (!values.only || `${String(one.width)}@${String(one.screen[0])}` === values.only)
			await measure(one);
} finally {
	await browser.close();
	await vite.close();
	await rm(folder, { recursive: true, force: true });
}

async function measure({ width, screen, mime }: (typeof CASES)[number]): Promise<void> {
	const page = await open(screen);
	const name = `screen ${String(width)} px of ${screen.join('×')}, ${mime.split('=')[1] ?? mime}`;
	if (!(await page.evaluate((kind) => bench.supports(kind), mime))) {
		console.log(`${name}: this browser does not record it`);
		await page.close();
		return;
	}
	const screens = await picturesOf(page);
	const options: FilmOptions = {
		pose: { width, turn: -0.05, slant: 0.18, blur: Number(values.blur) },
		mime,
		...{ bitsPerSecond: 500_000, framesPerSecond: 12, noise: Number(values.noise) },
		...{ showMs: 2000, pauseMs: 2000 }
	};
	const film = await page.evaluate(([pictures, all, how]) => bench.film(pictures, all, how), [
		screens,
		codes,
		options
	] as const);
	const { bytes, base64 } = await seekable(film.base64);
	const began = performance.now();
	const found = await page.evaluate(([data, all, around]) => bench.read(data, all, around), [
		base64,
		codes,
		film.shownAtMs
	] as const);
	const seconds = (performance.now() - began) / 1000;
	await page.close();
	report(name, found, film, (bytes * 8) / film.lengthMs, seconds);
	if (width === 160 && found.filter((ms) => ms !== null).length < TARGET * SHOWINGS)
		process.exitCode = 1;
}

async function open([width, height]: readonly [number, number]): Promise<Page> {
	const page = await browser.newPage({ viewport: { width, height } });
	page.on('pageerror', (error) => console.error(error.message));
	await page.route('**/bench', (route) =>
		route.fulfill({
			contentType: 'text/html',
			body: '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body><script type="module" src="/scripts/bench/timecode/page.ts"></script></body></html>'
		})
	);
	await page.goto(`http://127.0.0.1:${String(PORT)}/bench`);
	await page.waitForFunction(() => 'bench' in globalThis);
	return page;
}

/** The page without a code, and with each. */
async function picturesOf(page: Page): Promise<string[]> {
	await page.evaluate(() => bench.room());
	const pictures: string[] = [];
	for (const code of [null, ...codes]) {
		await page.evaluate((shown) => {
			bench.show(shown);
		}, code);
		const png = await page.screenshot({ animations: 'disabled' });
		pictures.push(`data:image/png;base64,${png.toString('base64')}`);
	}
	return pictures;
}

/** As the server does with every part. */
async function seekable(raw: string): Promise<{ bytes: number; base64: string }> {
	const [part, film] = [join(folder, 'bench.part'), join(folder, 'bench.film')];
	await writeFile(part, Buffer.from(raw, 'base64'));
	await copyPackets(part, film);
	const data = await readFile(film);
	return { bytes: data.byteLength, base64: data.toString('base64') };
}

function report(
	name: string,
	found: readonly (number | null)[],
	film: { shownAtMs: readonly number[]; framesPerSecond: number; uncompressed: readonly boolean[] },
	kilobits: number,
	seconds: number
): void {
	const read = found.filter((ms) => ms !== null).length;
	const late = found
		.flatMap((ms, index) => (ms === null ? [] : ms - (film.shownAtMs[index] ?? 0)))
		.sort((a, b) => a - b);
	const share = (count: number): string =>
		`${((100 * count) / SHOWINGS).toFixed(0)} % (${String(count)}/${String(SHOWINGS)})`;
	console.log(
		`${name}: read ${share(read)}, before the codec ${share(film.uncompressed.filter(Boolean).length)}; ` +
			`first frame after the showing: median ${ms(late[Math.floor(late.length / 2)])}, ${ms(late[0])} to ${ms(late.at(-1))}; ` +
			`${kilobits.toFixed(0)} kbit/s, ${film.framesPerSecond.toFixed(1)} fps, read in ${seconds.toFixed(1)} s`
	);
}

function ms(value: number | undefined): string {
	return value === undefined ? '–' : `${value.toFixed(0)} ms`;
}
