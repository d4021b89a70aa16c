// A device that shows itself and a page of staff that watches, both real, in one browser; between them a server that lets
// everything through.
import { webrtcPeers } from '../browser/webrtc-peers.ts';
import type { ConnectionState } from '../browser/connection.ts';
import { createDeviceLive, type ShowingDevice } from '../browser/device-live.ts';
import type { WatchedState } from '../browser/watched-device.ts';
import { createWatchedDevices, watchedKey } from '../browser/watched-devices.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';

/** Waiting is this much shorter. */
const FASTER = 4;
const ATTEMPT = 'an attempt';

export function livePair(device: ShowingDevice, monotonic: () => number = () => performance.now()) {
	const states: WatchedState[] = [];
	const ends: string[] = [];
	let asked = 0;
	let connection: ConnectionState = { state: 'connected' };
	const followers = new Set<() => void>();
	const shows = createDeviceLive(
		{
			connection: () => connection,
			subscribe(listener) {
				followers.add(listener);
				return () => followers.delete(listener);
			},
			sayLive(word) {
				if (word.type === 'live-ended') ends.push(word.why);
				watches.heard({ v: 1, ...word });
			}
		},
		device,
		{ peers: webrtcPeers, monotonic }
	);
	const watches = createWatchedDevices({
		port: {
			startLive(_attempt, _device, viewer) {
				asked++;
				const live = { v: 1, type: 'live', viewer, relayOnly: false } as const;
				watches.heard({ ...live, iceServers: [] });
				shows.heard({ ...live, iceServers: [] });
			},
			endLive: (viewer) => shows.heard({ v: 1, type: 'live-ended', viewer, why: 'gone' }),
			signal: (viewer, data) => shows.heard({ v: 1, type: 'signal', viewer, data })
		},
		peers: async () => webrtcPeers,
		timers: { after: (ms, work) => systemTimers.after(ms / FASTER, work) },
		random: () => 0,
		newId: () => crypto.randomUUID(),
		changed: (_key, state) => {
			if (state) states.push(state);
		}
	});
	watches.connected(true);
	return {
		watches,
		show: (track: Parameters<typeof watchedKey>[1]) => watches.show(ATTEMPT, track),
		state: () => states.at(-1),
		/** Every state there was, in order. */
		states,
		/** What the device has said of its own accord. */
		ends,
		asked: () => asked,
		lose() {
			connection = { state: 'lost', since: 0 };
			for (const follow of followers) follow();
		},
		close() {
			watches.close();
			shows.close();
		}
	};
}
