// How much the server must have free before a sitting opens. Pure arithmetic; the disk is asked elsewhere.
import type { ExamRules } from '../attempt/rules.ts';
import type { Encoding } from '../recording/encoding.ts';
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

/** Bytes that this sitting's recordings may take on the server, both copies: from entry to end, a phone's from the login on. */
export function expectedBytes({ candidates, startsAt, endsAt, rules }: ExpectedSitting): number {
	const { camera, screen, evidence } = rules;
	const sitting = (endsAt - startsAt) / 1000;
	const desktop = (sitting + rules.entryOpensBeforeMs / 1000) * (bits(camera) + bits(screen));
	const phone =
		rules.phone === 'waived' ? 0 : (sitting + rules.loginOpensBeforeMs / 1000) * bits(evidence);
	return Math.ceil((candidates * (desktop + phone) * COPIES * MARGIN) / 8);
}

const bits = ({ videoBitsPerSecond, audioBitsPerSecond }: Encoding): number =>
	videoBitsPerSecond + audioBitsPerSecond;
