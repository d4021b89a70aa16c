// The two sides of a live view over simple-peer. Loaded when somebody watches; knows neither sockets nor attempts.
import SimplePeer from 'simple-peer/simplepeer.min.js';
import * as v from 'valibot';
import type { PeerEvents, PeerPaths, Peers, PeerWay, ShownStream } from '../peer.ts';
import { PICTURE_TRACKS, type PictureTrack } from '../staff-wire.ts';
import type { IceServer } from '../wire.ts';

/** The network may be back in this time; then it is a failure, long before the browser gives up by itself. */
const DISCONNECTED_MS = 4000;
/** What every browser of today understands, and a phone can make; fewer of them also make a shorter offer. */
const VIDEO_CODECS = ['video/VP8', 'video/H264', 'video/rtx'];
const AUDIO_CODECS = ['audio/opus'];
const AUDIO_BITRATE = 32_000;

/** Which stream is which, beside what simple-peer says of its own. */
const ShowsSchema = v.object({
	shows: v.optional(v.record(v.string(), v.picklist(PICTURE_TRACKS)), {})
});

interface Wired {
	readonly peer: SimplePeer;
	readonly connection: RTCPeerConnection;
}

export const webrtcPeers: Peers = {
	show(paths, shown, events) {
		const copies = shown.map((one) => ({ ...one, stream: copyOf(one.stream) }));
		const { peer, connection } = wire(
			paths,
			copies.map(({ stream }) => stream)
		);
		preferCodecs(connection);
		const shows = Object.fromEntries(copies.map(({ stream, track }) => [stream.id, track]));
		const common = follow(peer, events, (data) => ({ ...data, shows }));
		const limit = (share: number): void => limitSenders(connection, copies, share);
		limit(1);
		return {
			limit,
			signal: (text) => common.signal(readSignal(text)),
			close() {
				common.close();
				for (const { stream } of copies) for (const track of stream.getTracks()) track.stop();
			}
		};
	},
	watch(paths, events) {
		const { peer, connection } = wire(paths, null);
		const common = follow(peer, events, (data) => data);
		const named = new Map<string, PictureTrack>();
		peer.on('stream', (stream) => {
			const track = named.get(stream.id);
			if (track) events.stream(track, stream);
		});
		return {
			signal(text) {
				const data = readSignal(text);
				const told = v.safeParse(ShowsSchema, data);
				if (told.success)
					for (const [id, track] of Object.entries(told.output.shows)) named.set(id, track);
				common.signal(data);
			},
			way: () => wayOf(connection),
			close: common.close
		};
	}
};

/** @param streams null on the side that answers */
function wire({ iceServers, relayOnly }: PeerPaths, streams: MediaStream[] | null): Wired {
	const made: RTCPeerConnection[] = [];
	const config: RTCConfiguration = {
		// always given: without it simple-peer asks servers of others
		iceServers: iceServers.map(asGiven),
		iceTransportPolicy: relayOnly ? 'relay' : 'all'
	};
	class Seen extends RTCPeerConnection {
		constructor(given?: RTCConfiguration) {
			super(given);
			made.push(this);
		}
	}
	const peer = new SimplePeer({
		initiator: streams !== null,
		...(streams ? { streams } : {}),
		config,
		wrtc: { RTCPeerConnection: Seen, RTCSessionDescription, RTCIceCandidate }
	});
	const [connection] = made;
	if (!connection) throw new Error('no peer connection');
	return { peer, connection };
}

/** Without names for what is not there. */
const asGiven = ({ urls, username, credential }: IceServer): RTCIceServer =>
	username !== undefined && credential !== undefined ? { urls, username, credential } : { urls };

function follow(peer: SimplePeer, events: PeerEvents, wrap: (data: object) => object) {
	let over = false;
	let away: ReturnType<typeof setTimeout> | undefined;
	const fail = (): void => {
		if (over) return;
		close();
		events.failed();
	};
	const close = (): void => {
		over = true;
		clearTimeout(away);
		peer.destroy();
	};
	peer.on('signal', (data) => {
		if (!over) events.signal(JSON.stringify(wrap(data)));
	});
	peer.on('connect', () => {
		if (!over) events.connected();
	});
	peer.on('error', fail);
	peer.on('close', fail);
	peer.on('iceStateChange', (state) => {
		clearTimeout(away);
		if (state === 'disconnected') away = setTimeout(fail, DISCONNECTED_MS);
	});
	return {
		close,
		signal(data: object | null) {
			if (over) return;
			try {
				if (!data) throw new Error('no signal');
				peer.signal(data);
			} catch {
				fail();
			}
		}
	};
}

function readSignal(text: string): object | null {
	try {
		const data: unknown = JSON.parse(text);
		return typeof data === 'object' ? data : null;
	} catch {
		return null;
	}
}

const copyOf = (stream: MediaStream): MediaStream =>
	new MediaStream(stream.getTracks().map((track) => track.clone()));

function preferCodecs(connection: RTCPeerConnection): void {
	for (const transceiver of connection.getTransceivers()) {
		const kind = transceiver.sender.track?.kind;
		const wanted = kind === 'audio' ? AUDIO_CODECS : VIDEO_CODECS;
		const able = RTCRtpSender.getCapabilities(kind ?? 'video')?.codecs ?? [];
		const kept = able.filter(
			({ mimeType, sdpFmtpLine = '' }) =>
				wanted.includes(mimeType) &&
				(mimeType !== 'video/H264' || sdpFmtpLine.includes('packetization-mode=1'))
		);
		// an older browser offers all it has
		if (kept.length > 0 && 'setCodecPreferences' in transceiver)
			transceiver.setCodecPreferences(kept);
	}
}

function limitSenders(
	connection: RTCPeerConnection,
	shown: readonly ShownStream[],
	share: number
): void {
	for (const sender of connection.getSenders()) {
		const { track } = sender;
		const limit = shown.find(({ stream }) => track && stream.getTracks().includes(track))?.limit;
		if (!track || !limit) continue;
		const parameters = sender.getParameters();
		const width = track.getSettings().width ?? limit.width;
		const how =
			track.kind === 'audio'
				? { maxBitrate: AUDIO_BITRATE }
				: {
						maxBitrate: Math.round(limit.bitrate * share),
						maxFramerate: limit.frameRate,
						scaleResolutionDownBy: Math.max(1, width / limit.width)
					};
		for (const encoding of parameters.encodings) Object.assign(encoding, how);
		// a peer that closes meanwhile has nothing to limit any more
		sender.setParameters(parameters).catch(() => {});
	}
}

async function wayOf(connection: RTCPeerConnection): Promise<PeerWay | null> {
	if (connection.connectionState === 'closed') return null;
	const found = new Map<string, Record<string, unknown>>();
	(await connection.getStats()).forEach((one: { id: string }) =>
		found.set(one.id, one as unknown as Record<string, unknown>)
	);
	const transport = [...found.values()].find(({ type }) => type === 'transport');
	const pair = found.get(String(transport?.['selectedCandidatePairId']));
	if (!pair) return null;
	const ends = [pair['localCandidateId'], pair['remoteCandidateId']].map((id) =>
		found.get(String(id))
	);
	return ends.some((end) => end?.['candidateType'] === 'relay') ? 'relayed' : 'direct';
}
