// A device shows itself to those who watch it (I2): one peer for each of them, as much of the uplink as the recording
// leaves (uplink-governor.ts), ended when the recording needs all of it. Loaded when somebody asks. Nothing that happens
// here reaches the recorder.
import { every } from '../../shared/browser/every.ts';
import { guarded } from '../../shared/browser/guarded.ts';
import type { Millis } from '../../shared/clock.ts';
import { LIVE_SHARE } from '../live-limits.ts';
import type { Peers, ShowingPeer, ShownStream } from '../peer.ts';
import { govern, openUplink, type Flow } from '../uplink-governor.ts';
import type { LIVE_ENDS } from '../wire.ts';
import type { ConnectionState, LivePush, LiveWord } from './connection.ts';

/** Of a device's link, what is needed here. */
export interface LiveLink {
	onLive(listener: (push: LivePush) => void): () => void;
	sayLive(word: LiveWord): void;
	connection(): ConnectionState;
	subscribe(listener: () => void): () => void;
}

/** What there is to be seen of this device, at the moment. */
export interface ShowingDevice {
	shown(): readonly ShownStream[];
	/** Of each track that is recorded. */
	flows(): readonly Flow[];
}

export interface DeviceLive {
	heard(push: LivePush): void;
	close(): void;
}

export interface DeviceLivePorts {
	readonly peers: Peers;
	readonly monotonic: () => Millis;
}

interface Shown {
	readonly peer: ShowingPeer;
	readonly streams: readonly MediaStream[];
	/** When it has to be connected; null = it is. */
	dueAt: Millis | null;
}

const LOOK_MS = 1000;
/** Later than the viewer gives it up. */
const CONNECTS_WITHIN_MS = 20_000;
/** The server allows fewer; a server that went wrong must not heat a phone. */
const MAX_PEERS = 16;

export function createDeviceLive(
	link: Pick<LiveLink, 'sayLive' | 'connection' | 'subscribe'>,
	device: ShowingDevice,
	{ peers, monotonic }: DeviceLivePorts
): DeviceLive {
	const shown = new Map<string, Shown>();
	let uplink = openUplink(monotonic());

	function drop(viewer: string): void {
		const one = shown.get(viewer);
		shown.delete(viewer);
		if (one) guarded(one.peer.close);
	}
	function end(viewer: string, why: (typeof LIVE_ENDS)[number]): void {
		drop(viewer);
		link.sayLive({ type: 'live-ended', viewer, why });
	}
	const everyViewer = (work: (viewer: string, one: Shown) => void): void => {
		for (const [viewer, one] of [...shown]) work(viewer, one);
	};

	function show({ viewer, iceServers, relayOnly }: LivePush & { type: 'live' }): void {
		drop(viewer);
		look();
		if (uplink.level === 'none') return end(viewer, 'uplink');
		const streams = device.shown();
		if (streams.length === 0 || shown.size >= MAX_PEERS) return end(viewer, 'stopped');
		const peer = peers.show({ iceServers, relayOnly }, streams, {
			signal: (data) => link.sayLive({ type: 'signal', viewer, data }),
			connected: () => {
				one.dueAt = null;
			},
			failed: () => end(viewer, 'failed')
		});
		const one: Shown = {
			...{ peer, streams: streams.map(({ stream }) => stream) },
			dueAt: monotonic() + CONNECTS_WITHIN_MS
		};
		shown.set(viewer, one);
		peer.limit(LIVE_SHARE[uplink.level]);
	}

	function look(): void {
		const before = uplink.level;
		uplink = govern(uplink, device.flows(), monotonic());
		const { level } = uplink;
		if (level === 'none') everyViewer((viewer) => end(viewer, 'uplink'));
		else if (level !== before) everyViewer((_, { peer }) => peer.limit(LIVE_SHARE[level]));
		// a viewer that has vanished says nothing any more, and the browser waits for it for long
		everyViewer((viewer, { dueAt }) => {
			if (dueAt !== null && monotonic() >= dueAt) end(viewer, 'failed');
		});
		const now = device.shown().map(({ stream }) => stream);
		// another camera, a screen that is shared anew: whoever watches asks again and gets that
		everyViewer((viewer, { streams }) => {
			if (streams.length !== now.length || streams.some((stream) => !now.includes(stream)))
				end(viewer, 'stopped');
		});
	}

	function follow(): void {
		// the server has told them already, and knows none of them after a reconnect
		if (link.connection().state === 'lost') everyViewer(drop);
	}

	const stops = [link.subscribe(follow), every(LOOK_MS, () => guarded(look))];
	return {
		heard(push) {
			try {
				if (push.type === 'live') show(push);
				else if (push.type === 'live-ended') drop(push.viewer);
				else shown.get(push.viewer)?.peer.signal(push.data);
			} catch (problem) {
				end(push.viewer, 'failed');
				reportError(problem);
			}
		},
		close() {
			for (const stop of stops) stop();
			everyViewer((viewer) => end(viewer, 'stopped'));
		}
	};
}
