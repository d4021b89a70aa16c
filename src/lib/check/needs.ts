// What a device must have for a sitting (C4), from the exam's own rules. Pure arithmetic.
import type { ExamRules } from '../attempt/rules.ts';
import type { Encoding } from '../recording/encoding.ts';
import { filmBytes } from '../recording/film-bytes.ts';
import type { Millis } from '../shared/clock.ts';
import type { CheckedDevice } from './facts.ts';

/** What of an exam's rules the check goes by. */
export type CheckedRules = Pick<
	ExamRules,
	'camera' | 'screen' | 'evidence' | 'phone' | 'loginOpensBeforeMs' | 'entryOpensBeforeMs'
>;

export interface CheckNeeds {
	/** What the camera is recorded in. */
	readonly camera: Pick<Encoding, 'width' | 'height' | 'frameRate'>;
	/** Kilobits per second that are recorded at once, and what should be there for them. */
	readonly filmKbps: number;
	readonly uploadKbps: number;
	readonly latencyMs: Millis;
	readonly jitterMs: Millis;
	/** Bytes of film, if nothing at all could be sent meanwhile. */
	readonly storageBytes: number;
	/** 0 to 1, where it is not being charged. */
	readonly batteryLevel: number;
}

/** A rate that only just suffices falls behind at the first dip. */
const UPLOAD_RESERVE = 1.5;
const MAX_LATENCY_MS = 300;
const MAX_JITTER_MS = 100;
/** Where no sitting is known. */
const USUAL_SITTING_MS = 60 * 60_000;
const HOUR_MS = 60 * 60_000;
/** Two encoders and a camera empty a computer about so fast, and a phone (evidence/ui/check-view.ts); a fifth is left. */
const DRAIN_PER_HOUR = 0.35;
const LEFT_OVER = 0.2;
const ENOUGH_BATTERY = 0.9;

/**
 * A computer sends camera and screen, and its phone, where there is one, sends over the same line; a phone alone is
 * asked for its own film.
 * @param sittingMs from start to end; null = not known
 */
export function needsOf(
	rules: CheckedRules,
	sittingMs: Millis | null,
	device: CheckedDevice
): CheckNeeds {
	const own = device === 'phone' ? [rules.evidence] : [rules.camera, rules.screen];
	const beside = device === 'desktop' && rules.phone === 'required' ? [rules.evidence] : [];
	const filmKbps = kbpsOf([...own, ...beside]);
	const before = device === 'phone' ? rules.loginOpensBeforeMs : rules.entryOpensBeforeMs;
	const filmMs = (sittingMs ?? USUAL_SITTING_MS) + before;
	const wholeMs = (sittingMs ?? USUAL_SITTING_MS) + rules.loginOpensBeforeMs;
	return {
		camera: device === 'phone' ? rules.evidence : rules.camera,
		filmKbps,
		uploadKbps: Math.ceil(filmKbps * UPLOAD_RESERVE),
		latencyMs: MAX_LATENCY_MS,
		jitterMs: MAX_JITTER_MS,
		storageBytes: filmBytes(own, filmMs),
		batteryLevel: Math.min(ENOUGH_BATTERY, LEFT_OVER + (wholeMs / HOUR_MS) * DRAIN_PER_HOUR)
	};
}

const kbpsOf = (encodings: readonly Encoding[]): number =>
	encodings.reduce((sum, one) => sum + one.videoBitsPerSecond + one.audioBitsPerSecond, 0) / 1000;
