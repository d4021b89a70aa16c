// C30: how often a face is looked at. What this computer can do beside the recording decides it: twice a second where a
// look is nothing, every other second where it is much, and not at all where it is too much. Pure.
import type { Millis } from '../shared/clock.ts';

export interface Looked {
	/** How long the look took. */
	readonly tookMs: Millis;
	/** How much later than meant it began: the page's own thread had no time. */
	readonly lateMs: Millis;
}

export interface WatchPace {
	/** From the beginning of one look to that of the next; null = too slow, no more looks. */
	everyMs(): Millis | null;
	looked(one: Looked): void;
}

/** So many looks running that took longer, or came later. */
interface Bound extends Looked {
	readonly running: number;
}

interface Level {
	readonly everyMs: Millis;
	/** Looks within it: the next faster level. */
	readonly quicker: Bound | null;
	/** Looks beyond it: the next slower one. */
	readonly slower: Bound;
}

/** Up is slow to come and down is quick: a page that is busy again must not wait for it. */
const LEVELS: readonly Level[] = [
	{ everyMs: 500, quicker: null, slower: { tookMs: 150, lateMs: 500, running: 3 } },
	{
		everyMs: 1000,
		quicker: { tookMs: 80, lateMs: 200, running: 10 },
		slower: { tookMs: 500, lateMs: 1500, running: 3 }
	},
	{
		everyMs: 2000,
		quicker: { tookMs: 300, lateMs: 800, running: 10 },
		slower: { tookMs: 1500, lateMs: 4000, running: 5 }
	}
];
const FIRST_LEVEL = 1;

const isWithin = ({ tookMs, lateMs }: Looked, bound: Looked): boolean =>
	tookMs <= bound.tookMs && lateMs <= bound.lateMs;

export function createWatchPace(): WatchPace {
	let level = FIRST_LEVEL;
	let quick = 0;
	let slow = 0;

	function move(by: number): void {
		level += by;
		quick = 0;
		slow = 0;
	}

	return {
		everyMs: () => LEVELS[level]?.everyMs ?? null,
		looked(one) {
			const now = LEVELS[level];
			if (!now) return;
			quick = now.quicker && isWithin(one, now.quicker) ? quick + 1 : 0;
			slow = isWithin(one, now.slower) ? 0 : slow + 1;
			if (slow >= now.slower.running) move(1);
			else if (now.quicker && quick >= now.quicker.running) move(-1);
		}
	};
}

const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 8 * 60_000;

/** After it was too slow it is tried again, each time later: whatever held the computer up may be over. */
export const restMs = (times: number): Millis =>
	Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.max(0, times - 1));
