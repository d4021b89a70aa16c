import type { Locks } from '../ports.ts';

/** The browser frees these when the tab dies, whatever way it dies. */
export const webLocks: Locks = {
	tryHold: (name, work) =>
		navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined)),
	hold: (name, work) => navigator.locks.request(name, () => work())
};
