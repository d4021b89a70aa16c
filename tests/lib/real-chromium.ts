// A Chromium of our own that can really be killed: a process with its own profile, driven over CDP without Playwright's
// focus emulation (findings §4). What its profile keeps outlives the kill.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { FAKE_MEDIA_ARGS, findChromium } from '../../scripts/lib/chromium.ts';

export interface RealChromium {
	readonly context: BrowserContext;
	readonly page: Page;
	/** kill -9 of the browser and every process of it; @returns the instant (ms) */
	kill(): Promise<number>;
	close(): Promise<void>;
}

export interface Profile {
	readonly folder: string;
	open(): Promise<RealChromium>;
	remove(): Promise<void>;
}

const STARTS_WITHIN_MS = 20_000;

export interface ProfileOptions {
	/** Further switches of Chromium. */
	readonly args?: readonly string[];
	/** Nothing of Playwright's own is laid over pages: they lose focus and are hidden as for a person (findings §4). */
	readonly bare?: boolean;
}

export async function newProfile(
	prepare: (context: BrowserContext) => Promise<void>,
	options: ProfileOptions = {}
): Promise<Profile> {
	const folder = await mkdtemp(join(tmpdir(), 'duimian-profile-'));
	return {
		folder,
		open: () => open(folder, prepare, options),
		remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
	};
}

async function open(
	folder: string,
	prepare: (context: BrowserContext) => Promise<void>,
	{ args = [], bare = false }: ProfileOptions
): Promise<RealChromium> {
	const portFile = join(folder, 'DevToolsActivePort');
	await rm(portFile, { force: true });
	const child = spawn(
		findChromium() ?? chromium.executablePath(),
		[
			...FAKE_MEDIA_ARGS,
			'--headless=new',
			'--disable-gpu',
			'--remote-debugging-port=0',
			'--lang=zh-CN',
			'--window-size=1366,768',
			...args,
			`--user-data-dir=${folder}`,
			'about:blank'
		],
		{ stdio: 'ignore', detached: true }
	);
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const pid = child.pid ?? 0;
	const end = (): void => {
		try {
			// the whole group: the renderer and the utility processes too
			process.kill(-pid, 'SIGKILL');
		} catch {
			// gone already
		}
	};
	process.once('exit', end);
	const browser = await chromium.connectOverCDP(
		`http://127.0.0.1:${await devToolsPort(portFile)}`,
		{ noDefaults: bare }
	);
	const context = browser.contexts()[0];
	if (!context) throw new Error('Chromium has no context');
	await prepare(context);
	const page = context.pages()[0] ?? (await context.newPage());
	return {
		context,
		page,
		async kill() {
			const at = Date.now();
			end();
			process.off('exit', end);
			await gone;
			return at;
		},
		async close() {
			await browser.close().catch(() => {});
			end();
			process.off('exit', end);
			await gone;
		}
	};
}

async function devToolsPort(file: string): Promise<number> {
	for (const deadline = Date.now() + STARTS_WITHIN_MS; Date.now() < deadline;) {
		const port = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
		if (port) return port;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('Chromium did not start');
}
