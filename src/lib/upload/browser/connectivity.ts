import { networkCut } from '../../shared/browser/network-cut.ts';
import type { Connectivity } from '../device-ports.ts';

/** Works in a page and in a service worker. */
export const browserConnectivity: Connectivity = {
	online: () => navigator.onLine && !networkCut.isCut(),
	onChange(listener) {
		globalThis.addEventListener('online', listener);
		globalThis.addEventListener('offline', listener);
		const stop = networkCut.subscribe(listener);
		return () => {
			stop();
			globalThis.removeEventListener('online', listener);
			globalThis.removeEventListener('offline', listener);
		};
	}
};
