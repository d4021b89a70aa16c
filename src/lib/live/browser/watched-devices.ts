// Which devices one page of staff watches (I2): camera and screen of one computer share its peer, and whoever shows the
// same picture twice shares it too. A device is watched as long as one of its pictures is shown.
import type { Timers } from '../../shared/timers.ts';
import type { Peers } from '../peer.ts';
import type { LiveDevice, PictureTrack, StaffPush } from '../staff-wire.ts';
import {
	createWatchedDevice,
	type LivePort,
	type WatchedDevice,
	type WatchedState
} from './watched-device.ts';

export interface WatchedDevicesOptions {
	/** `staff-connection.ts` is one. */
	readonly port: LivePort;
	readonly peers: () => Promise<Peers>;
	readonly timers: Timers;
	readonly random: () => number;
	readonly newId: () => string;
	/** Null: it is watched no longer. */
	readonly changed: (key: string, state: WatchedState | null) => void;
}

interface Watched {
	readonly device: WatchedDevice;
	shown: number;
}

const deviceOf = (track: PictureTrack): LiveDevice => (track === 'evidence' ? 'phone' : 'desktop');

/** Of the device that has this picture. */
export const watchedKey = (attempt: string, track: PictureTrack): string =>
	`${attempt} ${deviceOf(track)}`;

export function createWatchedDevices({ changed, ...common }: WatchedDevicesOptions) {
	const watched = new Map<string, Watched>();
	let online = false;

	function begin(key: string, attempt: string, track: PictureTrack): Watched {
		const device = createWatchedDevice({
			...{ ...common, attempt, device: deviceOf(track) },
			changed: (state) => changed(key, state)
		});
		const one = { device, shown: 0 };
		watched.set(key, one);
		device.connected(online);
		return one;
	}
	function leave(key: string, one: Watched): void {
		if (--one.shown > 0) return;
		one.device.close();
		watched.delete(key);
		changed(key, null);
	}

	return {
		/** @returns a function that ends it */
		show(attempt: string, track: PictureTrack): () => void {
			const key = watchedKey(attempt, track);
			const one = watched.get(key) ?? begin(key, attempt, track);
			one.shown++;
			return () => leave(key, one);
		},
		heard(push: StaffPush): void {
			const { type } = push;
			if (type !== 'live' && type !== 'live-ended' && type !== 'signal' && type !== 'refused')
				return;
			for (const { device } of watched.values()) device.heard(push);
		},
		connected(connected: boolean): void {
			online = connected;
			for (const { device } of watched.values()) device.connected(connected);
		},
		close(): void {
			for (const { device } of watched.values()) device.close();
			watched.clear();
		}
	};
}
