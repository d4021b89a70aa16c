// C32: whether the computer's clock was set while this page runs (clock-jumps.ts says what is one).
import { every } from '../../shared/browser/every.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { createClockJumps } from '../clock-jumps.ts';
import type { SignalAdapter } from '../signal.ts';

export interface ComputerClock {
	/** The server's time as this device knows it (live/browser/device-clock.ts). */
	readonly clock: Clock & {
		monotonic(): number;
		offset(): { readonly offsetMs: number } | null;
	};
	/** The clock that somebody can set. */
	wall(): Millis;
}

const LOOK_EVERY_MS = 1000;

export const watchComputerClock =
	({ clock, wall }: ComputerClock): SignalAdapter =>
	(desk) => {
		const jumps = createClockJumps();
		const look = (): void => {
			const from = jumps.see({
				...{ wall: wall(), monotonic: clock.monotonic() },
				...{ offset: clock.offset(), now: clock.now() }
			});
			if (from !== null) desk.happened('clock-changed', { from });
		};
		look();
		return every(LOOK_EVERY_MS, look);
	};
