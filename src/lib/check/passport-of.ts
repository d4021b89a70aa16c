// The device passport (C4) of what was measured, and the short code of it that is read out on the telephone. Pure.
import { labelDigest } from '../integrity/label-digest.ts';
import type { Passport } from '../integrity/passport.ts';
import type { Millis } from '../shared/clock.ts';
import { CROCKFORD, inGroups } from '../shared/crockford.ts';
import { canonicalJson, sha256OfText } from '../shared/digest.ts';
import { measured, type CheckedDevice, type CheckFacts } from './facts.ts';
import type { CheckNeeds } from './needs.ts';
import { verdictsOf } from './verdicts.ts';

export interface PassportOrigin {
	readonly device: CheckedDevice;
	readonly salt: string;
	/** Server time as estimated. */
	readonly checkedAt: Millis;
}

/** @returns null before the browser and its screen were looked at: there is nothing to compare with */
export function passportOf(
	facts: CheckFacts,
	needs: CheckNeeds,
	{ device, salt, checkedAt }: PassportOrigin
): Passport | null {
	const { browser, screens } = facts;
	if (!browser || !screens) return null;
	const camera = measured(facts.camera);
	const latency = measured(facts.latency);
	return {
		...{ v: 1, device, checkedAt: Math.round(checkedAt), salt },
		...{ browser: browser.browser.slice(0, 100), system: browser.system.slice(0, 100) },
		camera: labelDigest(salt, 'camera', camera?.label ?? null),
		microphone: labelDigest(salt, 'microphone', measured(facts.microphone)?.label ?? null),
		virtualCamera: camera?.virtual ?? false,
		screen: {
			...{ width: Math.round(screens.width), height: Math.round(screens.height) },
			several: screens.count === null ? screens.several : screens.count > 1
		},
		uploadKbps: rounded(measured(facts.upload)?.kbps),
		latencyMs: rounded(latency?.latencyMs),
		jitterMs: rounded(latency?.jitterMs),
		freeBytes: rounded(measured(facts.storage)?.freeBytes),
		clockAheadMs: rounded(latency?.clockAheadMs),
		lines: verdictsOf(facts, needs, device)
	};
}

const rounded = (value: number | null | undefined): number | null =>
	value === null || value === undefined ? null : Math.round(value);

const CODE_LENGTH = 8;
const GROUP = 4;

/** `7Z3K-Q0MA`: tells two checks apart; nothing can be read out of it. */
export function checkCode(passport: Passport): string {
	const digest = sha256OfText(canonicalJson(passport));
	const letters = Array.from({ length: CODE_LENGTH }, (_, at) => {
		const byte = parseInt(digest.slice(at * 2, at * 2 + 2), 16);
		return CROCKFORD[byte % CROCKFORD.length] ?? '0';
	});
	return inGroups(letters.join(''), GROUP);
}
