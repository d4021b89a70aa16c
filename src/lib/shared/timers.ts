/** The port through which pure code waits. */
export interface Timers {
	/** Runs `work` once, `delayMs` from now. @returns a function that calls it off */
	after(delayMs: number, work: () => void): () => void;
}

export const pause = (timers: Timers, delayMs: number): Promise<void> =>
	new Promise((resolve) => {
		timers.after(delayMs, resolve);
	});
