// `npm run icons`: the installed app's icons (static/icon-*.png), drawn from static/icon.svg by Chromium. To be run when
// the mark changes; the pictures are kept in the repository.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureBrowser } from './lib/browser.ts';

const STATIC = join(import.meta.dirname, '..', 'static');
/** A mask may cut everything outside a circle of 80 %: the mark is drawn smaller, its ground up to the edge. */
const MASKABLE_SCALE = 0.72;
const ICONS = [
	{ name: 'icon-192.png', size: 192, maskable: false },
	{ name: 'icon-512.png', size: 512, maskable: false },
	{ name: 'icon-maskable-512.png', size: 512, maskable: true },
	// iOS rounds the corners itself and shows what is transparent as black
	{ name: 'icon-apple-180.png', size: 180, maskable: true }
];

const svg = await readFile(join(STATIC, 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] });
try {
	for (const { name, size, maskable } of ICONS) {
		const page = await browser.newPage({ viewport: { width: size, height: size } });
		const side = maskable ? size * MASKABLE_SCALE : size;
		const ground = maskable ? '#FFFFFF' : 'transparent';
		await page.setContent(`<style>
			body { margin: 0; height: 100vh; display: grid; place-items: center; background: ${ground} }
			svg { width: ${side}px; height: ${side}px }
		</style>${svg}`);
		await page.screenshot({ path: join(STATIC, name), omitBackground: !maskable });
		await page.close();
	}
} finally {
	await browser.close();
}
