// Two real peers of this browser, each the other's signals: what the server does between them, left out.
import { webrtcPeers } from '../browser/webrtc-peers.ts';
import type { PeerPaths, ShowingPeer, ShownStream, WatchingPeer } from '../peer.ts';
import type { PictureTrack } from '../staff-wire.ts';

export interface PeerPair {
	readonly device: ShowingPeer;
	readonly viewer: WatchingPeer;
	readonly streams: Map<PictureTrack, MediaStream>;
	/** What each has said, in order: `device connected`, `viewer failed`, … */
	readonly said: string[];
	/** What the device has signalled. */
	readonly signals: string[];
}

export const LOCAL: PeerPaths = { iceServers: [], relayOnly: false };

export function peerPair(shown: readonly ShownStream[], paths: PeerPaths = LOCAL): PeerPair {
	const [said, signals]: [string[], string[]] = [[], []];
	const streams = new Map<PictureTrack, MediaStream>();
	const events = (who: string) => ({
		connected: () => void said.push(`${who} connected`),
		failed: () => void said.push(`${who} failed`)
	});
	const viewer = webrtcPeers.watch(paths, {
		...events('viewer'),
		signal: (data) => device.signal(data),
		stream: (track, stream) => streams.set(track, stream)
	});
	const device = webrtcPeers.show(paths, shown, {
		...events('device'),
		signal(data) {
			signals.push(data);
			viewer.signal(data);
		}
	});
	return { device, viewer, streams, said, signals };
}

const LOOK_MS = 10;
const FIRST_WITHIN_MS = 15_000;

/** Plays it until the first picture is there; also on a page that the browser does not draw. */
export async function firstFrame(stream: MediaStream): Promise<HTMLVideoElement> {
	const video = document.createElement('video');
	Object.assign(video, { muted: true, srcObject: stream });
	void video.play().catch(() => {});
	const began = performance.now();
	while (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) {
		if (performance.now() - began > FIRST_WITHIN_MS) throw new Error(`no picture: ${told(video)}`);
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
	}
	return video;
}

const told = ({ readyState, paused, error, srcObject }: HTMLVideoElement): string =>
	JSON.stringify({
		...{ readyState, paused, error: error?.message, page: document.visibilityState },
		tracks: (srcObject as MediaStream)
			.getTracks()
			.map(({ kind, muted, readyState: state }) => `${kind} ${state}${muted ? ' muted' : ''}`)
	});
