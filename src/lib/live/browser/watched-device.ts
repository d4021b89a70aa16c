// Somebody watches one device (I2): asks for it, has one peer for all of its streams, builds another when it breaks.
// Knows neither page nor socket; when to try again is rebuild-policy.ts.
import type { Timers } from '../../shared/timers.ts';
import type { Peers, PeerWay, WatchingPeer } from '../peer.ts';
import {
	CONNECTS_WITHIN_MS,
	faultOf,
	FORGETS_AFTER_MS,
	retryLiveAfter,
	type LiveFault
} from '../rebuild-policy.ts';
import type { LiveDevice, PictureTrack, StaffPush } from '../staff-wire.ts';

/** As much of the staff page's socket as is needed. */
export interface LivePort {
	startLive(attempt: string, device: LiveDevice, viewer: string): void;
	endLive(viewer: string): void;
	signal(viewer: string, data: string): void;
}

/** What of the server's pushes concerns live views. */
export type LiveNews = Extract<StaffPush, { type: 'live' | 'live-ended' | 'signal' | 'refused' }>;

export interface WatchedState {
	/** `connecting` also while another try is under way after something broke. */
	readonly phase: 'connecting' | 'live' | 'none';
	/** Why there was none the last time; null once it is live. */
	readonly fault: LiveFault | null;
	readonly way: PeerWay | null;
	readonly streams: Readonly<Partial<Record<PictureTrack, MediaStream>>>;
}

export interface WatchedDeviceOptions {
	readonly port: LivePort;
	readonly attempt: string;
	readonly device: LiveDevice;
	readonly peers: () => Promise<Peers>;
	readonly timers: Timers;
	readonly random: () => number;
	readonly newId: () => string;
	readonly changed: (state: WatchedState) => void;
}

export interface WatchedDevice {
	heard(news: LiveNews): void;
	/** The page's connection to the server is there, or is lost. A picture that still comes stays. */
	connected(connected: boolean): void;
	close(): void;
}

/** What no other try of ours can mend: the words stay while it is asked again. */
const SETTLED: readonly LiveFault[] = ['uplink', 'too-many', 'not-there', 'denied', 'blind'];
const WAY_AGAIN_MS = 1000;
const NOTHING: WatchedState = { phase: 'connecting', fault: null, way: null, streams: {} };

export function createWatchedDevice(options: WatchedDeviceOptions): WatchedDevice {
	const { port, attempt, device, timers, random, newId } = options;
	let state = NOTHING;
	let online = false;
	let failures = 0;
	/** Of the try under way; null between two. */
	let viewer: string | null = null;
	let peer: WatchingPeer | null = null;
	let callOff = (): void => {};
	let callOffForget = (): void => {};
	/** News are taken one after the other, for the first waits until WebRTC is loaded. */
	let last = Promise.resolve();

	function set(next: Partial<WatchedState>): void {
		state = { ...state, ...next };
		options.changed(state);
	}

	function drop(): void {
		callOff();
		callOffForget();
		viewer = null;
		peer?.close();
		peer = null;
	}

	function begin(): void {
		drop();
		const quiet = state.fault !== null && SETTLED.includes(state.fault);
		set({ phase: quiet ? 'none' : 'connecting', streams: {}, way: null });
		const one = newId();
		viewer = one;
		callOff = timers.after(CONNECTS_WITHIN_MS, () => broke(one, 'failed'));
		port.startLive(attempt, device, one);
	}

	function broke(one: string, fault: LiveFault): void {
		if (viewer !== one) return;
		// also when the server said it: its page's list of viewers is kept by what the page says
		port.endLive(one);
		drop();
		failures++;
		const why = online ? fault : 'blind';
		set({ phase: 'none', fault: why, streams: {}, way: null });
		const delay = retryLiveAfter(why, failures, random());
		if (delay !== null) callOff = timers.after(delay, begin);
	}

	function live(one: string): void {
		callOff();
		set({ phase: 'live', fault: null });
		callOffForget = timers.after(FORGETS_AFTER_MS, () => (failures = 0));
		void askWay(one);
	}

	async function askWay(one: string): Promise<void> {
		const way = (await peer?.way().catch(() => null)) ?? null;
		if (viewer !== one) return;
		if (way) set({ way });
		else callOff = timers.after(WAY_AGAIN_MS, () => void askWay(one));
	}

	async function build({ iceServers, relayOnly }: LiveNews & { type: 'live' }): Promise<void> {
		const one = viewer;
		if (one === null || peer) return;
		const { watch } = await options.peers();
		if (viewer !== one) return;
		peer = watch(
			{ iceServers, relayOnly },
			{
				signal: (data) => port.signal(one, data),
				connected: () => live(one),
				failed: () => broke(one, 'failed'),
				stream: (track, stream) => {
					if (viewer === one) set({ streams: { ...state.streams, [track]: stream } });
				}
			}
		);
	}

	async function take(news: LiveNews): Promise<void> {
		const about = news.type === 'refused' ? news.topic : news.viewer;
		if (viewer === null || about !== viewer) return;
		if (news.type === 'live') await build(news);
		else if (news.type === 'signal') peer?.signal(news.data);
		else broke(viewer, news.type === 'refused' ? faultOf(news.code) : news.why);
	}

	return {
		heard(news) {
			const one = viewer;
			last = last.then(() =>
				take(news).catch(() => {
					if (one !== null) broke(one, 'failed');
				})
			);
		},
		connected(connected) {
			if (connected === online) return;
			online = connected;
			failures = 0;
			if (connected) begin();
			else if (state.phase !== 'live') {
				drop();
				set({ phase: 'none', fault: 'blind' });
			}
		},
		close() {
			if (viewer !== null) port.endLive(viewer);
			drop();
		}
	};
}
