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

export interface ClockOffset {
	/** Add to device time to get server time (ms). */
	readonly offsetMs: number;
	/** Half of the quickest round trip: the estimate is not worse than this. */
	readonly errorMs: number;
}

const KEPT_SAMPLES = 12;
/** Two clocks drift apart by less than this while samples are kept. */
const DRIFT_MS = 50;

function offsetOf({ sentAt, receivedAt, serverAt }: ClockSample): ClockOffset {
	return { offsetMs: serverAt - (sentAt + receivedAt) / 2, errorMs: (receivedAt - sentAt) / 2 };
}

/** Both can be true of one clock. After a suspended computer they cannot: the device's clock stood still meanwhile. */
function agree(one: ClockSample, other: ClockSample): boolean {
	const [a, b] = [offsetOf(one), offsetOf(other)];
	return Math.abs(a.offsetMs - b.offsetMs) <= a.errorMs + b.errorMs + DRIFT_MS;
}

/** The samples to keep: the newest, and those before it that it does not contradict. */
export function addSample(
	samples: readonly ClockSample[],
	sample: ClockSample
): readonly ClockSample[] {
	if (sample.receivedAt < sample.sentAt) return samples;
	return [...samples.filter((earlier) => agree(earlier, sample)), sample].slice(-KEPT_SAMPLES);
}

export function estimateOffset(samples: readonly ClockSample[]): ClockOffset | null {
	let best: ClockOffset | null = null;
	for (const sample of samples) {
		const offset = offsetOf(sample);
		if (!best || offset.errorMs < best.errorMs) best = offset;
	}
	return best;
}
