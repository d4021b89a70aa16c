import type { Timers } from '../timers.ts';

export const systemTimers: Timers = {
	after(delayMs, work) {
		const timer = setTimeout(work, delayMs);
		return () => {
			clearTimeout(timer);
		};
	}
};
