// Staff pages are read again by themselves while somebody looks at them, until the wall is pushed (I1).

const EVERY_MS = 5000;

/** @returns what ends it */
export function readAgain(read: () => Promise<void>): () => void {
	const timer = setInterval(() => {
		// without a network the page keeps what it has
		if (document.visibilityState === 'visible') void read().catch(() => {});
	}, EVERY_MS);
	return () => clearInterval(timer);
}
