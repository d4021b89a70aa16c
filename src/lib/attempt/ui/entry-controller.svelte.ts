// What the entry page knows of the world: the time, this browser's abilities, and an attempt that it still holds.
import { createPageClock, type PageClock } from '../../live/ui/page-clock.svelte.ts';
import type { Millis } from '../../shared/clock.ts';
import type { AttemptState } from '../attempt-state.ts';
import { missingCapabilities } from '../browser/capabilities.ts';
import type { Capability } from './page-view.ts';

export interface Entry extends PageClock {
	/** What an interview would lack here (C2); empty until the page runs. */
	readonly missing: readonly Capability[];
	/** C1: who still has something to send gets in, whatever the window says. */
	readonly unfinished: AttemptState | null;
}

/** @param renderedAt server time at which the page was made: shown until the page runs */
export function createEntry(renderedAt: () => Millis): Entry {
	const clock = createPageClock(renderedAt);
	let missing = $state.raw<readonly Capability[]>([]);
	let unfinished = $state.raw<AttemptState | null>(null);

	function start(): () => void {
		missing = missingCapabilities();
		// on its own: the page's first load is not kept waiting for a database
		void import('../browser/kept-glance.ts').then(async ({ unfinishedHere }) => {
			unfinished = await unfinishedHere();
		});
		return clock.start();
	}

	return {
		get now() {
			return clock.now;
		},
		get connection() {
			return clock.connection;
		},
		get missing() {
			return missing;
		},
		get unfinished() {
			return unfinished;
		},
		start
	};
}
