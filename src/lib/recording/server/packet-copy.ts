// One recorded part → the same packets in a file that can be sought in. Nothing is decoded, nothing encoded: what the
// reviewer sees is what the device recorded (H.264 in MP4 has lengths in front of its units instead of start codes).
// Knows files, not the database.
import { stat } from 'node:fs/promises';
import {
	EncodedAudioPacketSource,
	EncodedPacketSink,
	EncodedVideoPacketSource,
	FilePathSource,
	FilePathTarget,
	Input,
	MATROSKA,
	MkvOutputFormat,
	MP4,
	Mp4OutputFormat,
	Output,
	QTFF,
	WEBM,
	WebMOutputFormat,
	type InputAudioTrack,
	type InputTrack,
	type InputVideoTrack,
	type MediaCodec,
	type OutputFormat
} from 'mediabunny';

/** What was learnt of the film on the way. */
export interface CopiedFilm {
	/** Media time of the film, ms, from its first packet to the end of its last. */
	readonly durationMs: number;
	/** Where the part's own time began (ms); the film begins at 0 = the part's `startedAt`. */
	readonly firstMs: number;
}

/** The part has no packet that could be played: zero bytes, or the header alone. */
export class NoFilm extends Error {
	override name = 'NoFilm';
}

/**
 * @param raw path of the part as the device sent it; read only
 * @param target path of a new file; an existing one is overwritten
 * @throws NoFilm, or whatever the container's reader says of a damaged file
 */
export async function copyPackets(raw: string, target: string): Promise<CopiedFilm> {
	if ((await stat(raw)).size === 0) throw new NoFilm('no bytes');
	const input = new Input({
		source: new FilePathSource(raw),
		formats: [WEBM, MATROSKA, MP4, QTFF]
	});
	try {
		if (!(await input.canRead())) throw new NoFilm('not a recording');
		const tracks = await tracksWithPackets(input);
		if (tracks.length === 0) throw new NoFilm('no packets');
		return await copy(tracks, await formatFor(input, tracks), target);
	} finally {
		input.dispose();
	}
}

type FilmTrack = InputVideoTrack | InputAudioTrack;

async function tracksWithPackets(input: Input): Promise<FilmTrack[]> {
	const found: FilmTrack[] = [];
	for (const track of await input.getTracks()) {
		if (!track.isVideoTrack() && !track.isAudioTrack()) continue;
		const hasCodec = (await track.getCodec()) !== null;
		if (hasCodec && (await new EncodedPacketSink(track).getFirstPacket())) found.push(track);
	}
	return found;
}

/**
 * What every reviewer's browser plays: WebM for WebM's codecs, else MP4. Chromium calls H.264 in Matroska "webm" when
 * asked to record it, and Firefox and Safari play no Matroska; H.264 and Opus lie in MP4 as well.
 */
async function formatFor(input: Input, tracks: readonly FilmTrack[]): Promise<OutputFormat> {
	// 'reserve': the index lies before the film, so the browser needs no second request for it, and memory stays flat
	const mp4 = new Mp4OutputFormat({ fastStart: 'reserve' });
	const format = await input.getFormat();
	if (format === MP4 || format === QTFF) return mp4;
	const codecs = await Promise.all(tracks.map(codecOf));
	const fits = (kind: OutputFormat): boolean =>
		codecs.every((codec) => kind.getSupportedCodecs().includes(codec));
	return [new WebMOutputFormat(), mp4].find(fits) ?? new MkvOutputFormat();
}

async function copy(
	tracks: readonly FilmTrack[],
	format: OutputFormat,
	target: string
): Promise<CopiedFilm> {
	const output = new Output({ format, target: new FilePathTarget(target) });
	const starts = await Promise.all(tracks.map((track) => track.getFirstTimestamp()));
	const first = Math.min(...starts);
	try {
		const pumps: (() => Promise<number>)[] = [];
		for (const track of tracks) pumps.push(await pump(track, output, first));
		await output.start();
		const ends = await Promise.all(pumps.map((run) => run()));
		await output.finalize();
		return { durationMs: Math.round(Math.max(...ends) * 1000), firstMs: Math.round(first * 1000) };
	} catch (error) {
		await output.cancel().catch(() => {});
		throw error;
	}
}

/** Adds the track to the output; the returned function copies its packets. @returns end of the last one, seconds */
async function pump(
	track: FilmTrack,
	output: Output,
	first: number
): Promise<() => Promise<number>> {
	const metadata = await trackMetadata(track, output);
	const sink = new EncodedPacketSink(track);
	const add = await sourceOf(track, output, metadata);
	return async () => {
		let end = 0;
		for await (const packet of sink.packets()) {
			const moved = packet.clone({ timestamp: packet.timestamp - first });
			end = Math.max(end, moved.timestamp + moved.duration);
			await add(moved);
		}
		return end;
	};
}

async function trackMetadata(
	track: InputTrack,
	output: Output
): Promise<{ maximumPacketCount?: number }> {
	if (!(output.format instanceof Mp4OutputFormat)) return {};
	return { maximumPacketCount: (await track.computePacketStats()).packetCount };
}

type AddPacket = (packet: Parameters<EncodedVideoPacketSource['add']>[0]) => Promise<void>;

async function sourceOf(
	track: FilmTrack,
	output: Output,
	metadata: { maximumPacketCount?: number }
): Promise<AddPacket> {
	if (track.isVideoTrack()) {
		const source = new EncodedVideoPacketSource(known(await track.getCodec()));
		output.addVideoTrack(source, { ...metadata, rotation: await track.getRotation() });
		const config = await track.getDecoderConfig();
		return (packet) => source.add(packet, config ? { decoderConfig: config } : undefined);
	}
	const audio = track as InputAudioTrack;
	const source = new EncodedAudioPacketSource(known(await audio.getCodec()));
	output.addAudioTrack(source, metadata);
	const config = await audio.getDecoderConfig();
	return (packet) => source.add(packet, config ? { decoderConfig: config } : undefined);
}

const codecOf = async (track: FilmTrack): Promise<MediaCodec> => known(await track.getCodec());

/** Tracks of unknown codec were left out before. */
function known<T>(codec: T | null): T {
	if (codec === null) throw new TypeError('codec unknown');
	return codec;
}
