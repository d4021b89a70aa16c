// C32: whether somebody set the computer's clock. Its wall clock is held against its monotonic one; a computer that slept
// looks the same at first (the monotonic clock stands still meanwhile on many systems), so that a leap forward is held
// against the server's time before it is told. Pure.
import type { Millis } from '../shared/clock.ts';

export interface ClockReading {
	readonly wall: Millis;
	readonly monotonic: Millis;
	/** Server time minus monotonic time as estimated; null = the server was not asked yet. A new object for each answer. */
	readonly offset: { readonly offsetMs: number } | null;
	/** Server time as estimated. */
	readonly now: Millis;
}

export interface ClockJumps {
	/** Every now and then. @returns when the clock was found to be set, as server time; null = it was not */
	see(reading: ClockReading): Millis | null;
}

/** A step by the system's own time service is smaller. */
const JUMP_MS = 5000;
/** The first answer may have been on its way while the computer slept. */
const ANSWERS = 2;

interface Leap {
	readonly at: Millis;
	readonly byMs: number;
	/** Of before it. */
	readonly offsetMs: number;
}

export function createClockJumps(): ClockJumps {
	let before: ClockReading | null = null;
	/** Forward: a sleep or a change, the server's next answers decide. */
	let leap: Leap | null = null;
	let answers = 0;

	function begin(byMs: number, { offset }: ClockReading, now: Millis): void {
		// two in a row are judged as one
		const sum = (leap?.byMs ?? 0) + byMs;
		const offsetMs = leap?.offsetMs ?? offset?.offsetMs;
		// never heard of the server: nothing to hold it against, and what is unknown is not told
		leap = offsetMs === undefined ? null : { at: leap?.at ?? now, byMs: sum, offsetMs };
		answers = 0;
	}

	/** What the sleep does not account for was set by hand. */
	function settle({ offset }: ClockReading): Millis | null {
		if (!leap || !offset || answers < ANSWERS) return null;
		const { at, byMs, offsetMs } = leap;
		leap = null;
		const slept = offset.offsetMs - offsetMs;
		return Math.abs(byMs - slept) > JUMP_MS ? at : null;
	}

	return {
		see(reading) {
			const last = before;
			before = reading;
			if (!last) return null;
			const byMs = skewOf(reading) - skewOf(last);
			// nobody sleeps backwards
			if (byMs < -JUMP_MS) return reading.now;
			if (byMs > JUMP_MS) begin(byMs, last, reading.now);
			else if (leap && reading.offset !== last.offset) answers += 1;
			return settle(reading);
		}
	};
}

const skewOf = ({ wall, monotonic }: ClockReading): number => wall - monotonic;
