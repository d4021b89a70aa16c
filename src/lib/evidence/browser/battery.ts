// P2: what a phone's browser tells of its battery. Some browsers tell nothing: null, which holds nobody up.

export interface Battery {
	/** 0 to 1. */
	readonly level: number;
	readonly charging: boolean;
}

/** Not in the DOM's types: Safari and Firefox have none. */
interface BatteryManager extends EventTarget, Battery {}
interface TellingNavigator {
	getBattery?(): Promise<BatteryManager>;
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
