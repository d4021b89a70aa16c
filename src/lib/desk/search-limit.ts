// How often one account may search at the desk (I5): nobody who helps candidates searches faster, and whoever tries numbers
// out does. In this process's memory: a restart forgets it. Pure.
import type { Millis } from '../shared/clock.ts';

const MOST = 30;
const WITHIN_MS = 60_000;

interface SearchLimit {
	/** @returns false: too many in the last minute; this one does not count */
	take(account: string, now: Millis): boolean;
}

export function createSearchLimit(): SearchLimit {
	const taken = new Map<string, Millis[]>();
	return {
		take(account, now) {
			const recent = (taken.get(account) ?? []).filter((at) => at > now - WITHIN_MS);
			const free = recent.length < MOST;
			taken.set(account, free ? [...recent, now] : recent);
			return free;
		}
	};
}
