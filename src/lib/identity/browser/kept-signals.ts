// What was open when this page was left, so that the page that comes after a reload or a crash can tell that it is over.
import type { PresenceSignal } from '../presence-signal.ts';

export interface KeptSignals {
	/** What an earlier page had left open, each `until` where it was seen last. */
	left(): readonly PresenceSignal[];
	keep(open: readonly PresenceSignal[]): void;
}

/** Local storage: a session's own is gone after a crash. Without it a signal stays open in the log, that is all. */
export function keptSignals(attempt: string): KeptSignals {
	const key = `presence:${attempt}`;
	return {
		left() {
			try {
				const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
				return Array.isArray(kept) ? (kept as PresenceSignal[]) : [];
			} catch {
				return [];
			}
		},
		keep(open) {
			try {
				if (open.length === 0) localStorage.removeItem(key);
				else localStorage.setItem(key, JSON.stringify(open));
			} catch {
				// as above
			}
		}
	};
}
