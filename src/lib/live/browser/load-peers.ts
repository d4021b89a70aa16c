import type { Peers } from '../peer.ts';

/** WebRTC comes when somebody watches: a phone's first page must not carry it. */
export const loadPeers = async (): Promise<Peers> =>
	(await import('./webrtc-peers.ts')).webrtcPeers;
