// The live views of one page of staff (I2) as it draws them; what is watched, and how, is watched-devices.ts.
import { untrack } from 'svelte';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { loadPeers } from '../browser/load-peers.ts';
import type { LivePort, WatchedState } from '../browser/watched-device.ts';
import { createWatchedDevices, watchedKey } from '../browser/watched-devices.ts';
import type { Peers, PeerWay } from '../peer.ts';
import type { LiveFault } from '../rebuild-policy.ts';
import type { PictureTrack, StaffPush } from '../staff-wire.ts';

/** What of one picture is to be seen. `not-shown`: the device is live, and has no such picture now. */
export type LiveSight =
	| { readonly state: 'connecting' }
	| { readonly state: 'live'; readonly stream: MediaStream; readonly way: PeerWay | null }
	| { readonly state: 'none'; readonly why: LiveFault | 'not-shown' };

export interface LiveViewer {
	/** One more shows this picture. @returns it shows it no longer */
	show(attempt: string, track: PictureTrack): () => void;
	sight(attempt: string, track: PictureTrack): LiveSight;
	/** Everything that the page's socket pushes; what is not about live views is left alone. */
	heard(push: StaffPush): void;
	/** Whenever the page's socket comes or goes. */
	connected(connected: boolean): void;
	close(): void;
}

/** @param port `live/browser/staff-connection.ts` is one */
export function createLiveViewer(
	port: LivePort,
	peers: () => Promise<Peers> = loadPeers
): LiveViewer {
	let states = $state.raw<Readonly<Record<string, WatchedState | null>>>({});
	const devices = createWatchedDevices({
		...{ port, peers, timers: systemTimers, random: Math.random },
		newId: () => crypto.randomUUID(),
		changed: (key, state) => (states = { ...states, [key]: state })
	});
	return {
		...devices,
		show(attempt, track) {
			// called by an effect, which must not run again for what it changes
			const leave = untrack(() => devices.show(attempt, track));
			return () => untrack(leave);
		},
		sight: (attempt, track) => sightOf(states[watchedKey(attempt, track)] ?? null, track)
	};
}

function sightOf(state: WatchedState | null, track: PictureTrack): LiveSight {
	if (!state || state.phase === 'connecting') return { state: 'connecting' };
	if (state.phase === 'none') return { state: 'none', why: state.fault ?? 'failed' };
	const stream = state.streams[track];
	return stream ? { state: 'live', stream, way: state.way } : { state: 'none', why: 'not-shown' };
}
