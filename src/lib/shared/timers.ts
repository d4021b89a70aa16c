/** The port through which pure code waits. */
export interface Timers {
	/** Runs `work` once, `delayMs` from now. @returns a function that calls it off */
	after(delayMs: number, work: () => void): () => void;
}

export const pause = (timers: Timers, delayMs: number): Promise<void> =>
	new Promise((resolve) => {
		timers.after(delayMs, resolve);
	});

const LISTEN_MS = 1000;

/**
 * Runs `work` after `ms`, the last second counted anew. A page that stood still (a closed lid, a busy core) finds all that
 * is overdue at once; so what came for it meanwhile is heard first.
 * @param before at the beginning of that last second
 * @returns a function that calls it off
 */
export function patiently(
	timers: Timers,
	ms: number,
	work: () => void,
	before: () => void = () => {}
): () => void {
	let callOff = timers.after(ms - LISTEN_MS, () => {
		callOff = timers.after(LISTEN_MS, work);
		before();
	});
	return () => {
		callOff();
	};
}
