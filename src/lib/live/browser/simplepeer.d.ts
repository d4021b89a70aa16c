// As much of simple-peer 9.11 as webrtc-peers.ts uses; the package has no types of its own.
declare module 'simple-peer/simplepeer.min.js' {
	interface Options {
		readonly initiator: boolean;
		readonly streams?: readonly MediaStream[];
		readonly config: RTCConfiguration;
		readonly wrtc: {
			readonly RTCPeerConnection: typeof RTCPeerConnection;
			readonly RTCSessionDescription: typeof RTCSessionDescription;
			readonly RTCIceCandidate: typeof RTCIceCandidate;
		};
	}
	interface Events {
		readonly signal: [data: object];
		readonly connect: [];
		readonly stream: [stream: MediaStream];
		readonly iceStateChange: [connection: RTCIceConnectionState];
		readonly error: [error: Error];
		readonly close: [];
	}
	export default class SimplePeer {
		constructor(options: Options);
		on<E extends keyof Events>(event: E, listener: (...args: Events[E]) => void): this;
		signal(data: object): void;
		destroy(): void;
	}
}
