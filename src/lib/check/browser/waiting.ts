// Waiting that a person may break off.

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
