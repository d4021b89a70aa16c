// Finds a stock Firefox for the tests, or installs Debian's. Without one the tests that need it say why they are skipped.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['firefox-esr', 'firefox'];
const FIXED = [
	'/Applications/Firefox.app/Contents/MacOS/firefox',
	'C:\\Program Files\\Mozilla Firefox\\firefox.exe'
];

export const NO_FIREFOX =
	'没有找到 Firefox（firefox-esr），可用 FIREFOX_PATH 指明。 No Firefox was found; say where it is with FIREFOX_PATH.';

/** `FIREFOX_PATH`, an installed one, else Debian's package when we are root. @returns its path, or null */
export function ensureFirefox(): string | null {
	return process.env['FIREFOX_PATH'] ?? findFirefox() ?? installFromDebian();
}

function findFirefox(): string | null {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	const candidates = [
		...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
		...FIXED
	];
	return candidates.find(isExecutable) ?? null;
}

function installFromDebian(): string | null {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null;
	console.error('正在用 apt 安装 firefox-esr… installing firefox-esr with apt…');
	const done = [['update'], ['install', '-y', 'firefox-esr']].every(
		(args) => spawnSync('apt-get', args, { stdio: ['ignore', 2, 2] }).status === 0
	);
	return done ? findFirefox() : null;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
