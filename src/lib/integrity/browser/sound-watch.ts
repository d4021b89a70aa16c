// C29: a microphone that is dead, or has not been heard, as signals. Listens to nothing itself: the page's ear does.
import { every } from '../../shared/browser/every.ts';
import type { Clock } from '../../shared/clock.ts';
import type { SignalAdapter } from '../signal.ts';
import type { Sound } from '../sound-health.ts';

export interface SoundWatchPorts {
	/** Server time as estimated here. */
	readonly clock: Clock;
	/** Timed by `performance.now()`; null while no microphone is open. */
	sound(): Sound | null;
}

const LOOK_EVERY_MS = 500;

/** From its beginning on: what was so before is told from there on. */
export const watchSound =
	({ clock, sound }: SoundWatchPorts): SignalAdapter =>
	(desk) => {
		const begun = performance.now();

		function tell(heard: Sound | null): void {
			const since = Math.max(begun, heard?.since ?? begun);
			const from = Math.round(clock.now() - (performance.now() - since));
			for (const state of ['dead', 'silent'] as const)
				desk.holds(`microphone-${state}`, heard?.state === state, { track: 'camera', from });
		}

		const stop = every(LOOK_EVERY_MS, () => tell(sound()));
		tell(sound());
		return () => {
			stop();
			tell(null);
		};
	};
