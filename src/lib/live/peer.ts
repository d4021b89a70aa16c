// One connection between a device that shows itself and somebody who watches (I2): what this house needs of WebRTC, and
// nothing more. What one side signals the other must be told, in order; a lost signal is a failure like any other.
import type { PictureTrack } from './staff-wire.ts';
import type { IceServer } from './wire.ts';

/** How the two may find one another. */
export interface PeerPaths {
	readonly iceServers: readonly IceServer[];
	readonly relayOnly: boolean;
}

export interface PeerEvents {
	/** For the other side. */
	signal(data: string): void;
	connected(): void;
	/** It did not come about, or broke: build another one. Said once, and not after `close`. */
	failed(): void;
}

/** How much of one stream goes out at most. */
export interface SendLimit {
	readonly bitrate: number;
	readonly frameRate: number;
	/** Pictures wider than this are made smaller on their way out; what is recorded stays as it is. */
	readonly width: number;
}

export interface ShownStream {
	readonly track: PictureTrack;
	readonly stream: MediaStream;
	readonly limit: SendLimit;
}

export interface Peer {
	/** Of the other side; what makes no sense is a failure. */
	signal(data: string): void;
	close(): void;
}

export interface ShowingPeer extends Peer {
	/** @param share of each stream's limit, in (0, 1] */
	limit(share: number): void;
}

export type PeerWay = 'direct' | 'relayed';

export interface WatchingPeer extends Peer {
	/** Null while it is not known. */
	way(): Promise<PeerWay | null>;
}

export interface WatchingEvents extends PeerEvents {
	/** Once for each; the sound is in the camera's and in the phone's. */
	stream(track: PictureTrack, stream: MediaStream): void;
}

/** Loaded when somebody watches, never before. */
export interface Peers {
	/** The side that begins. Sends copies: whatever becomes of them, the streams go on. */
	show(paths: PeerPaths, streams: readonly ShownStream[], events: PeerEvents): ShowingPeer;
	watch(paths: PeerPaths, events: WatchingEvents): WatchingPeer;
}
