// Clock and timers that move only when a test says so.
import type { Clock, Millis } from '../clock.ts';
import type { Timers } from '../timers.ts';

export interface ManualTime extends Clock, Timers {
	/** Moves on, running what falls due in its order and letting promises settle in between. */
	advance(ms: number): Promise<void>;
	/** As long as that nothing runs at all (a closed lid, a busy core); `advance` then finds it all overdue. */
	freeze(ms: number): void;
}

interface Waiting {
	readonly at: Millis;
	readonly work: () => void;
}

/** Lets everything that hangs on promises alone (and on a macrotask or two) come to rest. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function manualTime(start: Millis = 1_000_000): ManualTime {
	let now = start;
	const waiting = new Set<Waiting>();
	const next = (until: Millis): Waiting | undefined =>
		[...waiting].filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
	return {
		now: () => now,
		after(delayMs, work) {
			const one = { at: now + delayMs, work };
			waiting.add(one);
			return () => {
				waiting.delete(one);
			};
		},
		async advance(ms) {
			const until = now + ms;
			await settle();
			for (let due = next(until); due; due = next(until)) {
				waiting.delete(due);
				now = Math.max(now, due.at);
				due.work();
				await settle();
			}
			now = until;
		},
		freeze(ms) {
			now += ms;
		}
	};
}
