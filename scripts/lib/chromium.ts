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

/** Chromium's own pages behind the address bar: two renderers for each window, more work than most pages of ours. */
const NEEDLESS_FEATURES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** What Playwright turns off itself; Chromium obeys the last list only, so ours has to repeat it. */
const FEATURES_OFF_IN_PLAYWRIGHT = [
	...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
	...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
	...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
	...['TcpPortRandomizationWin', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
	...['PreconnectToSearch', 'msForceBrowserSignIn', 'msEdgeUpdateLaunchServicesPreferredVersion']
];

const without = (features: readonly string[]): string => `--disable-features=${features.join(',')}`;

/** A camera, a microphone and a whole-screen share made by Chromium itself, granted without asking. */
export const FAKE_MEDIA_ARGS = [
	'--use-fake-device-for-media-stream',
	'--use-fake-ui-for-media-stream',
	'--autoplay-policy=no-user-gesture-required',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	without(NEEDLESS_FEATURES),
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
];

/** The same for a browser that Playwright starts, which has switches of its own. */
export const PLAYWRIGHT_ARGS = [
	...FAKE_MEDIA_ARGS,
	without([...NEEDLESS_FEATURES, ...FEATURES_OFF_IN_PLAYWRIGHT])
];
