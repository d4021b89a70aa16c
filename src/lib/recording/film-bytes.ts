// How much space film takes on the device that makes it. Pure arithmetic.
import type { Encoding } from './encoding.ts';

/** Encoders overshoot. */
const MARGIN = 1.2;

/** Bytes of `ms` of film in all these encodings together, if nothing at all could be sent and removed meanwhile. */
export function filmBytes(encodings: readonly Encoding[], ms: number): number {
	const bits = encodings.reduce(
		(sum, { videoBitsPerSecond, audioBitsPerSecond }) =>
			sum + videoBitsPerSecond + audioBitsPerSecond,
		0
	);
	return Math.ceil((((Math.max(0, ms) / 1000) * bits) / 8) * MARGIN);
}
