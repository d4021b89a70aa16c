// The service worker as a page sees it (C3). Nothing reloads; without one, everything works as long as there is a network.

/** @param mayTakeOver a newer version that waits is asked to take over; it refuses by itself during an attempt */
export async function startAppWorker({ mayTakeOver }: { mayTakeOver: boolean }): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	const { Workbox } = await import('workbox-window');
	const worker = new Workbox('/service-worker.js', { type: 'module' });
	if (mayTakeOver) worker.addEventListener('waiting', () => worker.messageSkipWaiting());
	// refused in some private windows, and by browsers without module workers
	await worker.register({ immediate: true }).catch(() => {});
}
