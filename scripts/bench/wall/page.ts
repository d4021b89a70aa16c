// The browser of `bench:wall`: pictures as a camera and a screen would give, one real wall page, and what it costs.
import { readFile } from 'node:fs/promises';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright';
import { ensureBrowser } from '../../lib/browser.ts';
import { slopeOf, type Slope } from './slope.ts';
import type { Pictures } from './wire.ts';

/** As the devices make them: a phone's upright, as wide as `still.ts` makes it. */
export const SIZES = { camera: [192, 144], screen: [320, 180], evidence: [320, 427] } as const;
const OF_EACH = 6;

export const openBrowser = (): Promise<Browser> =>
	chromium.launch({ executablePath: ensureBrowser() });

/** JPEG in base64: noise under shapes, so that they are as large as real ones. */
export async function drawPictures(browser: Browser): Promise<Pictures> {
	const page = await browser.newPage();
	const draw = (track: keyof typeof SIZES): Promise<string[]> =>
		page.evaluate(
			({ size: [width, height], count }) =>
				Array.from({ length: count }, (_, index) => {
					const canvas = document.createElement('canvas');
					[canvas.width, canvas.height] = [width, height];
					const pen = canvas.getContext('2d');
					if (!pen) throw new Error('no canvas');
					for (let y = 0; y < height; y += 3)
						for (let x = 0; x < width; x += 3) {
							const light = 90 + 60 * Math.sin((x + y) / 40 + index) + Math.random() * 24;
							pen.fillStyle = `rgb(${light} ${light * 0.9} ${light * 0.8})`;
							pen.fillRect(x, y, 3, 3);
						}
					pen.fillStyle = '#c9a58b';
					pen.beginPath();
					pen.ellipse(width / 2 + index * 3, height / 2, width / 7, height / 4, 0, 0, 7);
					pen.fill();
					return canvas.toDataURL('image/jpeg', 0.6).split(',')[1] ?? '';
				}),
			{ size: SIZES[track], count: OF_EACH }
		);
	const pictures = {
		...{ camera: await draw('camera'), screen: await draw('screen') },
		evidence: await draw('evidence')
	};
	await page.close();
	return pictures;
}

/** What it has cost so far: CPU time of the page's process and of all of the browser, ms. */
interface Spent {
	readonly page: number;
	readonly browser: number;
}

export interface Cost extends Spent {
	readonly heapMb: number;
	readonly heap: Slope | null;
	/** Of the page's process, MB. */
	readonly memory: number;
	readonly memoryGrowth: Slope | null;
}

export interface WatchedPage {
	/** As shares of a core, what collections cost left out; the heap after each of them. */
	costOver(seconds: number): Promise<Cost>;
}

interface ProcessInfo {
	readonly type: string;
	readonly id: number;
	readonly cpuTime: number;
}

const SAMPLE_EVERY_MS = 10_000;
/** Of a short run too. */
const SAMPLES_AT_LEAST = 10;
const MB = 1e6;

export async function watchCost(browser: Browser, page: Page): Promise<WatchedPage> {
	const whole = await browser.newBrowserCDPSession();
	const own = await page.context().newCDPSession(page);
	return { costOver: (seconds) => costOver(whole, own, seconds * 1000) };
}

async function costOver(whole: CDPSession, own: CDPSession, ms: number): Promise<Cost> {
	const every = Math.min(SAMPLE_EVERY_MS, ms / SAMPLES_AT_LEAST);
	const samples = [await sampleOf(whole, own)];
	let [spentPage, spentBrowser, watchedMs] = [0, 0, 0];
	for (const end = performance.now() + ms; performance.now() < end;) {
		const [{ spent }, from] = [await spentBy(whole), performance.now()];
		await new Promise((resolve) => setTimeout(resolve, every));
		const now = (await spentBy(whole)).spent;
		watchedMs += performance.now() - from;
		spentPage += now.page - spent.page;
		spentBrowser += now.browser - spent.browser;
		samples.push(await sampleOf(whole, own));
	}
	const of = (key: 'heap' | 'memory') => samples.map((one) => ({ at: one.at, value: one[key] }));
	const last = samples.at(-1);
	return {
		...{ page: spentPage / watchedMs, browser: spentBrowser / watchedMs },
		...{ heapMb: last?.heap ?? NaN, heap: slopeOf(of('heap')) },
		...{ memory: last?.memory ?? NaN, memoryGrowth: slopeOf(of('memory')) }
	};
}

async function spentBy(whole: CDPSession): Promise<{ spent: Spent; pages: ProcessInfo[] }> {
	const { processInfo } = (await whole.send('SystemInfo.getProcessInfo')) as {
		processInfo: readonly ProcessInfo[];
	};
	const sum = (some: readonly ProcessInfo[]): number =>
		some.reduce((so, { cpuTime }) => so + cpuTime * 1000, 0);
	const pages = processInfo.filter(({ type }) => type === 'renderer');
	return { spent: { page: sum(pages), browser: sum(processInfo) }, pages };
}

/** After a collection; the largest of the browser's page processes is the page's. */
async function sampleOf(whole: CDPSession, own: CDPSession) {
	await own.send('HeapProfiler.collectGarbage');
	const { usedSize } = (await own.send('Runtime.getHeapUsage')) as { usedSize: number };
	const { pages } = await spentBy(whole);
	const memories = await Promise.all(pages.map(({ id }) => processCost(id)));
	const memory = Math.max(0, ...memories.map((one) => one.memory));
	return { at: performance.now(), heap: usedSize / MB, memory };
}

/** CPU time of a process so far (ms), and its memory (MB); Linux. */
export async function processCost(
	pid: number | undefined
): Promise<{ readonly cpu: number; readonly memory: number }> {
	const [stat, status] = await Promise.all(
		['stat', 'status'].map((file) =>
			readFile(`/proc/${String(pid)}/${file}`, 'utf8').catch(() => '')
		)
	);
	const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
	const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status ?? '')?.[1] ?? 0);
	return {
		cpu: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10,
		memory: Math.round(kilobytes / 1024)
	};
}
