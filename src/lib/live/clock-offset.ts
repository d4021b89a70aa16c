// A device's estimate of the server's clock: of the last round trips the quickest one counts, because its error is at
// most half of it. Pure: the caller measures.
import type { Millis } from '../shared/clock.ts';

export interface ClockSample {
	/** Device time when the question left and when the answer came (ms; any monotonic origin). */
	readonly sentAt: number;
	readonly receivedAt: number;
	/** Server time in the answer. */
	readonly serverAt: Millis;
}

const KEPT_SAMPLES = 12;

export interface ClockOffset {
	/** Add to device time to get server time (ms). */
	readonly offsetMs: number;
	/** Half of the quickest round trip: the estimate is not worse than this. */
	readonly errorMs: number;
}

export function addSample(
	samples: readonly ClockSample[],
	sample: ClockSample
): readonly ClockSample[] {
	return [...samples, sample].slice(-KEPT_SAMPLES);
}

export function estimateOffset(samples: readonly ClockSample[]): ClockOffset | null {
	let best: ClockOffset | null = null;
	for (const { sentAt, receivedAt, serverAt } of samples) {
		const errorMs = (receivedAt - sentAt) / 2;
		if (errorMs < 0 || (best && errorMs >= best.errorMs)) continue;
		best = { offsetMs: serverAt + errorMs - receivedAt, errorMs };
	}
	return best;
}
