// C31: what is there on the day against what the device check found. Nothing is blocked by it: the candidate is told to
// look, the log has it. Pure.
import { labelDigest } from './label-digest.ts';
import type { Passport } from './passport.ts';

/** In the order in which they are said. */
export const DIFFERENCES = [
	'camera',
	'virtual-camera',
	'microphone',
	'browser',
	'screen',
	'screens'
] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** As it is now. Null: not open, or the browser does not tell; of that nothing is said. */
export interface PresentDevices {
	readonly browser: string;
	readonly system: string;
	readonly camera: string | null;
	readonly virtualCamera: boolean;
	readonly microphone: string | null;
	readonly screen: Passport['screen'];
}

export function passportDifferences(passport: Passport, now: PresentDevices): Difference[] {
	return differences(passport, now, (kind) => labelDigest(passport.salt, kind, now[kind]));
}

/** I5: of two checks. Digests of two browsers tell nothing of each other. */
export function checksDiffer(before: Passport, now: Passport): Difference[] {
	return differences(before, now, (kind) => (before.salt === now.salt ? now[kind] : null));
}

function differences(
	passport: Passport,
	now: Pick<PresentDevices, 'browser' | 'system' | 'virtualCamera' | 'screen'>,
	digestOf: (kind: 'camera' | 'microphone') => string | null
): Difference[] {
	const other = (kind: 'camera' | 'microphone'): boolean => {
		const digest = digestOf(kind);
		return digest !== null && passport[kind] !== null && digest !== passport[kind];
	};
	const differs: Record<Difference, boolean> = {
		camera: other('camera'),
		'virtual-camera': now.virtualCamera && !passport.virtualCamera,
		microphone: other('microphone'),
		browser: isOtherBrowser(passport, now),
		screen: isOtherSize(passport.screen, now.screen),
		screens: now.screen.several === true && passport.screen.several === false
	};
	return DIFFERENCES.filter((difference) => differs[difference]);
}

/** A browser brings itself up to date: a higher version of the same one is not worth a word. */
function isOtherBrowser(
	before: Passport,
	now: Pick<PresentDevices, 'browser' | 'system'>
): boolean {
	if (before.system !== now.system) return true;
	const [then, present] = [nameAndVersion(before.browser), nameAndVersion(now.browser)];
	return then.name !== present.name || present.version < then.version;
}

function nameAndVersion(browser: string): { name: string; version: number } {
	const [, name = browser, version = '0'] = /^(.*?)\s*(\d+)?$/.exec(browser) ?? [];
	return { name, version: Number(version) };
}

/** The same screen, also when it is turned. */
function isOtherSize(before: Passport['screen'], now: Passport['screen']): boolean {
	const sides = ({ width, height }: Passport['screen']): string =>
		[width, height].sort((one, another) => one - another).join('x');
	return sides(before) !== sides(now);
}
