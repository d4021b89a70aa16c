// Time for models of many devices: moves only when told, and settles promises without going through the event loop, so
// that ten thousand sequences take seconds.
import type { Clock, Millis } from '../../shared/clock.ts';

export interface ModelTime extends Clock {
	/** Something has happened that promises may hang on. */
	stir(): void;
	after(ms: number, work: () => void): void;
	/** Until nothing stirs any more. */
	rest(): Promise<void>;
	/** Moves on; what falls due happens in its order. */
	advance(ms: number): Promise<void>;
}

interface Waiting {
	readonly at: Millis;
	readonly work: () => void;
}

/** More turns than lie between two calls of a port. */
const TURNS = 12;

export function createModelTime(start: Millis): ModelTime {
	let now = start;
	let stirred = 0;
	/** By time; of the same time, the earlier asked first. */
	const waiting: Waiting[] = [];

	async function rest(): Promise<void> {
		for (let seen = -1; seen !== stirred;) {
			seen = stirred;
			for (let turn = 0; turn < TURNS; turn++) await null;
		}
	}

	return {
		now: () => now,
		stir: () => void stirred++,
		after(ms, work) {
			const at = now + ms;
			const later = waiting.findIndex((one) => one.at > at);
			waiting.splice(later < 0 ? waiting.length : later, 0, { at, work });
		},
		rest,
		async advance(ms) {
			const until = now + ms;
			await rest();
			for (let next = waiting[0]; next && next.at <= until; next = waiting[0]) {
				waiting.shift();
				now = Math.max(now, next.at);
				stirred++;
				next.work();
				await rest();
			}
			now = until;
		}
	};
}

/** Small and quick; the same seed gives the same numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
	let a = seed;
	return () => {
		a = (a + 0x6d2b79f5) | 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
