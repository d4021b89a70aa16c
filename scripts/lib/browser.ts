// Finds a browser for the tests, or fetches one. What it cannot do, it says in words.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { OperatorError } from '../../src/lib/server/operator-error.ts';
import { findChromium } from './chromium.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PLAYWRIGHT = join(ROOT, 'node_modules', 'playwright', 'cli.js');

/**
 * An installed Chrome or Chromium, else Playwright's own download, else Debian's package when we are root.
 * @returns path of the browser
 * @throws OperatorError that says what to install
 */
export function ensureBrowser(): string {
	const found = findChromium() ?? downloaded() ?? download() ?? installFromDebian();
	if (found !== null) return found;
	throw new OperatorError(
		'没有找到浏览器。请安装 Chrome 或 Chromium，或用 CHROMIUM_PATH 指明它的位置，再重试。\n' +
			'No browser was found. Install Chrome or Chromium, or say where it is with CHROMIUM_PATH, and try again.'
	);
}

function downloaded(): string | null {
	const path = chromium.executablePath();
	return path !== '' && existsSync(path) ? path : null;
}

function download(): string | null {
	console.error('没有找到浏览器，正在下载… no browser found, downloading one…');
	return succeeds(process.execPath, [PLAYWRIGHT, 'install', 'chromium']) ? downloaded() : null;
}

function installFromDebian(): string | null {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null;
	console.error('正在用 apt 安装 chromium… installing chromium with apt…');
	const done =
		succeeds('apt-get', ['update']) && succeeds('apt-get', ['install', '-y', 'chromium']);
	return done ? findChromium() : null;
}

function succeeds(command: string, args: readonly string[]): boolean {
	// what they print goes to stderr: the last line of stdout belongs to the tests' count
	const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
	return status === 0;
}
