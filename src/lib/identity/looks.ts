// Looks at the camera's picture one after the other, at a pace that leaves the page its time. Nothing is looked at while
// nobody can see the page.
import type { Millis } from '../shared/clock.ts';
import { pause, type Timers } from '../shared/timers.ts';
import type { PageSight, Ticks } from './login-ports.ts';
import type { Reading } from './reading.ts';

/** From one look to the next: a blink lasts a fifth of a second. */
const EVERY_MS = 100;
/** A slow machine rests so long between looks. */
const LEAST_PAUSE_MS = 20;

export interface Look {
	readonly at: Millis;
	/** Null: could not look. */
	readonly reading: Reading | null;
	/** The page was out of sight since the look before. */
	readonly interrupted: boolean;
}

export interface LooksPorts {
	readonly look: () => Promise<Reading | null>;
	readonly ticks: Ticks;
	readonly timers: Timers;
	readonly sight: PageSight;
	readonly signal: AbortSignal;
}

/** @returns what makes the next look; null once the signal has come */
export function createLooks(ports: LooksPorts): () => Promise<Look | null> {
	const { ticks, timers, sight, signal } = ports;
	let next = ticks();

	return async () => {
		await pause(timers, Math.max(LEAST_PAUSE_MS, next - ticks()));
		const interrupted = sight.isHidden();
		if (interrupted) await inSight(sight, signal);
		if (signal.aborted) return null;
		next = ticks() + EVERY_MS;
		const reading = await ports.look();
		return signal.aborted ? null : { at: ticks(), reading, interrupted };
	};
}

const inSight = (sight: PageSight, signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		const over = (): void => {
			if (sight.isHidden() && !signal.aborted) return;
			stop();
			signal.removeEventListener('abort', over);
			resolve();
		};
		const stop = sight.onChange(over);
		signal.addEventListener('abort', over);
	});
