// Where a Chrome or Chromium may be found, and how tests start it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FIXED = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'
];

/** Path of an installed browser (`CHROMIUM_PATH` first), or null: then Playwright's own download is used. */
export function findChromium(): string | null {
	const given = process.env['CHROMIUM_PATH'];
	if (given) return given;
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	const candidates = [
		...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
		...FIXED
	];
	return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** A camera, a microphone and a whole-screen share made by Chromium itself, granted without asking. */
export const FAKE_MEDIA_ARGS = [
	'--use-fake-device-for-media-stream',
	'--use-fake-ui-for-media-stream',
	'--autoplay-policy=no-user-gesture-required',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
];
