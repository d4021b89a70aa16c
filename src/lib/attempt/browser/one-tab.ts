// An attempt runs in one tab of a browser: two would record over each other (C15). Holds the lock while it runs, waits
// for the other tab without asking twice, and begins anew when what it runs is left for that.
import type { Locks } from '../../recording/ports.ts';

/** `anew`: the page is loaded again, wholly. `reopen`: begun again on this page. */
export type Leaving = 'anew' | 'reopen' | 'close';

/** What is to run here. */
export interface Opened {
	readonly attempt: string;
	/** While this tab holds the attempt. */
	run(stay: Stay): Promise<void>;
	/** Called however it ends, also when it never ran. */
	close(): void;
}

export interface Stay {
	isOver(): boolean;
	readonly over: Promise<void>;
}

export interface OneTabPorts {
	readonly locks: Locks;
	/**
	 * Finds out what is to run; null = nothing now, and the page has been told why.
	 * @param isOver whether the page has been left meanwhile: then nothing is told any more
	 */
	open(isOver: () => boolean): Promise<Opened | null>;
	/** Another tab of this browser holds it; goes on here by itself as soon as that one is closed. */
	elsewhere(): void;
	anew(): void;
	failed(problem: unknown): void;
}

export interface OneTab {
	/** Begins, or looks again; while it is beginning or running, nothing. */
	start(): void;
	leave(how: Leaving): void;
}

export function createOneTab({ locks, open, elsewhere, anew, failed }: OneTabPorts): OneTab {
	let busy = false;
	let leaving: Leaving | null = null;
	let release = (): void => {};
	const waitingFor = new Set<string>();
	// asked each time: it changes while something is awaited
	const how = (): Leaving | null => leaving;
	const isOver = (): boolean => how() !== null;
	/** Nothing comes after it. */
	const isGone = (): boolean => how() === 'close' || how() === 'anew';

	function start(): void {
		if (busy || isGone()) return;
		busy = true;
		turns()
			.catch((problem: unknown) => isGone() || failed(problem))
			.finally(() => (busy = false));
	}

	async function turns(): Promise<void> {
		do {
			leaving = null;
			const opened = await open(isOver);
			const here = opened === null || (await runHere(opened).finally(opened.close));
			if (how() === 'anew') return anew();
			if (!here && !isOver()) {
				elsewhere();
				void waitFor(opened.attempt);
			}
		} while (how() === 'reopen');
	}

	/** @returns false when another tab holds it */
	async function runHere(opened: Opened): Promise<boolean> {
		const ran = await locks.tryHold(lockOf(opened.attempt), async () => {
			const over = new Promise<void>((resolve) => (release = resolve));
			// it may have been left before it began
			if (!isOver()) await opened.run({ over, isOver });
			return true;
		});
		return ran ?? false;
	}

	async function waitFor(attempt: string): Promise<void> {
		if (waitingFor.has(attempt)) return;
		waitingFor.add(attempt);
		await locks.hold(lockOf(attempt), async () => {});
		waitingFor.delete(attempt);
		start();
	}

	return {
		start,
		leave(next) {
			if (isGone()) return;
			leaving = next;
			release();
			if (busy) return;
			if (next === 'anew') anew();
			if (next === 'reopen') start();
		}
	};
}

const lockOf = (attempt: string): string => `tab:${attempt}`;
