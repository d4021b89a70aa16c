// How much the server must have free before a sitting opens. Pure arithmetic; the disk is asked elsewhere.
import type { ExamRules } from '../attempt/rules.ts';
import type { Millis } from '../shared/clock.ts';

/** Encoders overshoot, a device change doubles some seconds, and the playable copy is as large as the raw one. */
const MARGIN = 1.2;
const COPIES = 2;

export interface ExpectedSitting {
	readonly candidates: number;
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly rules: ExamRules;
}

/** Bytes that this sitting's desktop recordings may take on the server, entry to end, both copies. */
export function expectedBytes({ candidates, startsAt, endsAt, rules }: ExpectedSitting): number {
	const seconds = (endsAt - startsAt + rules.entryOpensBeforeMs) / 1000;
	const bitsPerSecond =
		rules.camera.videoBitsPerSecond +
		rules.camera.audioBitsPerSecond +
		rules.screen.videoBitsPerSecond;
	return Math.ceil((candidates * seconds * bitsPerSecond * COPIES * MARGIN) / 8);
}
