// Waiting that has an end: a person may break it off, or it took too long.

/** Ends early, without a fault, when `over` aborts. */
export function pauseUnless(over: AbortSignal, ms: number): Promise<void> {
	return new Promise((resolve) => {
		const end = (): void => {
			clearTimeout(timer);
			over.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		over.addEventListener('abort', end);
		if (over.aborted) end();
	});
}

/** Aborts with `over`, or after `ms`. */
export const atMost = (ms: number, over: AbortSignal): AbortSignal =>
	AbortSignal.any([over, AbortSignal.timeout(Math.max(0, ms))]);

/** Rejects when `work` takes longer; it goes on unheard. */
export function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
	const { promise: late, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(new Error('no answer')), ms);
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
