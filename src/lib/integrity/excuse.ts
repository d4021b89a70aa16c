// What the page itself opened (a picker of screens, a question of the browser) takes the keyboard from it and may leave
// full screen: that is nobody's doing. Excused while it is open and a moment after it; not for ever, or an open picker
// would be a way out. Pure.
import type { Clock, Millis } from '../shared/clock.ts';

/** Nobody needs longer to choose a screen. */
const AT_MOST_MS = 60_000;
/** The browser's own bar ("… is sharing your screen") comes up after the choice and takes the keyboard. */
const AFTER_MS = 2000;

/** @returns whether it is excused now; to be asked whenever something may have changed */
export function createExcuse(isOpen: () => boolean, clock: Clock): () => boolean {
	let since: Millis | null = null;
	let over: Millis | null = null;
	return () => {
		const now = clock.now();
		if (isOpen()) {
			since ??= now;
			return now - since < AT_MOST_MS;
		}
		// held open for too long: what comes after is not excused either
		if (since !== null) over = now - since < AT_MOST_MS ? now : null;
		since = null;
		return over !== null && now - over < AFTER_MS;
	};
}
