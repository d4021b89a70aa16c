// The server's clock as this device knows it: its monotonic clock plus an estimated offset. The device's wall clock is
// only a stand-in until the server was asked once.
import type { Clock } from '../../shared/clock.ts';
import { addSample, estimateOffset, type ClockOffset, type ClockSample } from '../clock-offset.ts';

export interface DeviceClock extends Clock {
	/** Null until the server was asked once. */
	offset(): ClockOffset | null;
	/** @param sentAt, receivedAt from `monotonic()` */
	sample(sample: ClockSample): void;
	monotonic(): number;
}

export function createDeviceClock(): DeviceClock {
	let samples: readonly ClockSample[] = [];
	let offset: ClockOffset | null = null;
	// timeOrigin + performance.now() does not jump when somebody sets the computer's clock
	const monotonic = (): number => performance.timeOrigin + performance.now();
	return {
		monotonic,
		now: () => Math.round(monotonic() + (offset?.offsetMs ?? 0)),
		offset: () => offset,
		sample(sample) {
			samples = addSample(samples, sample);
			offset = estimateOffset(samples);
		}
	};
}
