// P2: what a phone's browser tells of its battery, its space and its network. Much of it is told by some browsers only;
// `null` means "not told", which holds nobody up.

export interface Battery {
	/** 0 to 1. */
	readonly level: number;
	readonly charging: boolean;
}

/** Not in the DOM's types: Safari and Firefox have none. */
interface BatteryManager extends EventTarget, Battery {}
interface Connection extends EventTarget {
	readonly type?: string;
	readonly effectiveType?: string;
}
interface TellingNavigator {
	getBattery?(): Promise<BatteryManager>;
	readonly connection?: Connection;
}

const telling = (): TellingNavigator => navigator as unknown as TellingNavigator;

/**
 * Tells the battery at once and at every change.
 * @returns a function that ends the watching
 */
export function watchBattery(listener: (battery: Battery | null) => void): () => void {
	const ended = new AbortController();
	const { signal } = ended;
	void readBattery().then((battery) => {
		if (signal.aborted) return;
		const tell = (): void => {
			listener(battery && { level: battery.level, charging: battery.charging });
		};
		for (const change of ['levelchange', 'chargingchange'])
			battery?.addEventListener(change, tell, { signal });
		tell();
	});
	return () => {
		ended.abort();
	};
}

/** Rejected by a permissions policy; absent without https. */
const readBattery = async (): Promise<BatteryManager | null> =>
	(await telling()
		.getBattery?.()
		.catch(() => null)) ?? null;

/**
 * Bytes that this site may still write, as far as the browser says. An upper bound: Chromium answers usage + 10 GiB
 * whatever lies on the phone, so that much is no promise, and little is to be believed.
 */
export async function freeBytes(): Promise<number | null> {
	// absent without https
	const storage = navigator.storage as StorageManager | undefined;
	const estimate = await storage?.estimate().catch(() => null);
	if (estimate?.quota === undefined) return null;
	return Math.max(0, estimate.quota - (estimate.usage ?? 0));
}

export type NetworkKind = 'ok' | 'slow' | 'lost' | 'unknown';

/** Film needs 0.55 Mbit/s upwards; what browsers call 3g and less does not give that reliably. */
const SLOW = ['slow-2g', '2g', '3g'];

/** What the browser says of the network; how fast it really is the upload shows. */
export function networkKind(): NetworkKind {
	if (!navigator.onLine) return 'lost';
	const effective = telling().connection?.effectiveType;
	if (effective === undefined) return 'unknown';
	return SLOW.includes(effective) ? 'slow' : 'ok';
}

/** @returns a function that ends the watching */
export function watchNetwork(listener: () => void): () => void {
	const ended = new AbortController();
	const { signal } = ended;
	addEventListener('online', listener, { signal });
	addEventListener('offline', listener, { signal });
	telling().connection?.addEventListener('change', listener, { signal });
	return () => {
		ended.abort();
	};
}
