// What was asked for not long ago, so that it is asked once for all who want it, also at the same moment. In this process's
// memory, no more than so many, the oldest forgotten first. Knows nothing of what is asked.
import type { Clock, Millis } from './clock.ts';

export interface Remembered<T> {
	/** @param ask its failure is told to all who wait for it, and not remembered: the next one asks again */
	once(key: string, ask: () => Promise<T>): Promise<T>;
}

interface Asked<T> {
	readonly at: Millis;
	readonly answer: Promise<T>;
}

export function remember<T>(options: {
	readonly clock: Clock;
	/** From the question on. */
	readonly forMs: number;
	readonly most: number;
}): Remembered<T> {
	const { clock, forMs, most } = options;
	/** In the order in which they were asked. */
	const known = new Map<string, Asked<T>>();

	function keep(key: string, asked: Asked<T>): void {
		known.delete(key);
		known.set(key, asked);
		for (const oldest of known.keys()) {
			if (known.size <= most) break;
			known.delete(oldest);
		}
		asked.answer.catch(() => {
			if (known.get(key) === asked) known.delete(key);
		});
	}

	return {
		once(key, ask) {
			const now = clock.now();
			const before = known.get(key);
			// a clock that was put back is no reason to hold for longer
			if (before && Math.abs(now - before.at) < forMs) return before.answer;
			const asked = { at: now, answer: ask() };
			keep(key, asked);
			return asked.answer;
		}
	};
}
