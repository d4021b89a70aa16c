// The server's clock as this device knows it: its monotonic clock plus an estimated offset. Until the server was asked,
// what an earlier page had found stands in, and failing that the device's own wall clock.
import type { Clock } from '../../shared/clock.ts';
import { addSample, estimateOffset, type ClockOffset, type ClockSample } from '../clock-offset.ts';

export interface DeviceClock extends Clock {
	/** Null until this page has asked the server once. */
	offset(): ClockOffset | null;
	/** @param sentAt, receivedAt from `monotonic()` */
	sample(sample: ClockSample): void;
	monotonic(): number;
}

/** @param rememberedMs `offsetMs` as an earlier page found it: a reload without a network must not lose the time */
export function createDeviceClock(rememberedMs = 0): DeviceClock {
	let samples: readonly ClockSample[] = [];
	let offset: ClockOffset | null = null;
	// timeOrigin + performance.now() does not jump when somebody sets the computer's clock
	const monotonic = (): number => performance.timeOrigin + performance.now();
	return {
		monotonic,
		now: () => Math.round(monotonic() + (offset?.offsetMs ?? rememberedMs)),
		offset: () => offset,
		sample(sample) {
			samples = addSample(samples, sample);
			offset = estimateOffset(samples);
		}
	};
}
