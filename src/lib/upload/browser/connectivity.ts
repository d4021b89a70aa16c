import type { Connectivity } from '../device-ports.ts';

/** Works in a page and in a service worker. */
export const browserConnectivity: Connectivity = {
	online: () => navigator.onLine,
	onChange(listener) {
		globalThis.addEventListener('online', listener);
		globalThis.addEventListener('offline', listener);
		return () => {
			globalThis.removeEventListener('online', listener);
			globalThis.removeEventListener('offline', listener);
		};
	}
};
