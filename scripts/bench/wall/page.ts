// The browser of `bench:wall`: pictures as a camera and a screen would give, one real wall page, and what it costs.
import { readFile } from 'node:fs/promises';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright';
import { ensureBrowser } from '../../lib/browser.ts';

const SIZES = { camera: [192, 144], screen: [320, 180] } as const;
const OF_EACH = 6;

export const openBrowser = (): Promise<Browser> =>
	chromium.launch({ executablePath: ensureBrowser() });

/** JPEG in base64: noise under shapes, so that they are as large as real ones. */
export async function drawPictures(
	browser: Browser
): Promise<Record<keyof typeof SIZES, readonly string[]>> {
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
	const pictures = { camera: await draw('camera'), screen: await draw('screen') };
	await page.close();
	return pictures;
}

export interface WatchedPage {
	readonly page: Page;
	/** CPU time so far of the page's process, of all of the browser, ms; `heap` after a collection, bytes. */
	cost(): Promise<{ readonly page: number; readonly browser: number; readonly heap: number }>;
}

interface ProcessInfo {
	readonly type: string;
	readonly cpuTime: number;
}

export async function watchCost(browser: Browser, page: Page): Promise<WatchedPage> {
	const whole = await browser.newBrowserCDPSession();
	const own = await page.context().newCDPSession(page);
	return { page, cost: () => costOf(whole, own) };
}

async function costOf(whole: CDPSession, own: CDPSession) {
	const { processInfo } = (await whole.send('SystemInfo.getProcessInfo')) as {
		processInfo: readonly ProcessInfo[];
	};
	const sum = (some: readonly ProcessInfo[]): number =>
		some.reduce((so, { cpuTime }) => so + cpuTime * 1000, 0);
	await own.send('HeapProfiler.collectGarbage');
	const { usedSize } = (await own.send('Runtime.getHeapUsage')) as { usedSize: number };
	const pages = processInfo.filter(({ type }) => type === 'renderer');
	return { page: sum(pages), browser: sum(processInfo), heap: usedSize };
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
