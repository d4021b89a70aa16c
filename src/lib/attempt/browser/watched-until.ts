// When a page of this attempt last watched, for the page that comes after a reload or a crash: what was open on the former
// lasted so long and, for all anybody knows, no longer.
import type { Millis } from '../../shared/clock.ts';

export interface WatchedUntil {
	/** Of an earlier page; null = there was none, or this browser keeps nothing. */
	readonly earlier: Millis | null;
	/** As often as one likes. */
	note(now: Millis): void;
}

const KEEP_EVERY_MS = 2000;

/** Local storage: a session's own is gone after a crash. */
export function watchedUntil(attempt: string): WatchedUntil {
	const key = `watched-until:${attempt}`;
	let keptAt: Millis = -Infinity;
	return {
		earlier: readMillis(key),
		note(now) {
			if (Math.abs(now - keptAt) < KEEP_EVERY_MS) return;
			keptAt = now;
			try {
				localStorage.setItem(key, String(now));
			} catch {
				// the next page takes its own beginning for it
			}
		}
	};
}

function readMillis(key: string): Millis | null {
	try {
		const kept = Number(localStorage.getItem(key) ?? NaN);
		return Number.isSafeInteger(kept) ? kept : null;
	} catch {
		return null;
	}
}
