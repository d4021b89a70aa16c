// A long part as MediaRecorder would have left it (no length, no index), made of a short one by repeating its packets.
import {
	ALL_FORMATS,
	EncodedAudioPacketSource,
	EncodedPacket,
	EncodedPacketSink,
	EncodedVideoPacketSource,
	FilePathSource,
	FilePathTarget,
	Input,
	Output,
	WebMOutputFormat
} from 'mediabunny';

const SHORT = new URL('../../tests/fixtures/camera-6s.webm', import.meta.url).pathname;

export interface LongPart {
	readonly path: string;
	readonly minutes: number;
	/** Padded to this size: the packet's tail is filled, which VP8 decoders skip. */
	readonly megabytes: number;
}

export async function makeLongPart({ path, minutes, megabytes }: LongPart): Promise<void> {
	const input = new Input({ source: new FilePathSource(SHORT), formats: ALL_FORMATS });
	const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
	if (!video || !audio) throw new Error('the fixture has both tracks');
	const frames = await packets(new EncodedPacketSink(video));
	const sounds = await packets(new EncodedPacketSink(audio));
	// whole seconds: two laps never touch, whatever rounding does to the last packet of one
	const lapS = Math.ceil(await input.computeDuration());
	const laps = Math.ceil((minutes * 60) / lapS);
	const frameBytes = Math.floor((megabytes * 1_000_000) / (laps * frames.length));

	const output = new Output({
		format: new WebMOutputFormat({ appendOnly: true }),
		target: new FilePathTarget(path)
	});
	const videoSource = new EncodedVideoPacketSource('vp8');
	const audioSource = new EncodedAudioPacketSource('opus');
	output.addVideoTrack(videoSource);
	output.addAudioTrack(audioSource);
	const videoConfig = await video.getDecoderConfig();
	const audioConfig = await audio.getDecoderConfig();
	if (!videoConfig || !audioConfig) throw new Error('the fixture can be decoded');
	await output.start();
	for (let lap = 0; lap < laps; lap++) {
		const shift = lap * lapS;
		const both = [
			...frames.map((packet) => ({ packet: moved(packet, shift, frameBytes), isVideo: true })),
			...sounds.map((packet) => ({ packet: moved(packet, shift, 0), isVideo: false }))
		].sort((a, b) => a.packet.timestamp - b.packet.timestamp);
		for (const { packet, isVideo } of both)
			await (isVideo
				? videoSource.add(packet, { decoderConfig: videoConfig })
				: audioSource.add(packet, { decoderConfig: audioConfig }));
	}
	await output.finalize();
	input.dispose();
}

async function packets(sink: EncodedPacketSink): Promise<EncodedPacket[]> {
	const all: EncodedPacket[] = [];
	for await (const packet of sink.packets()) all.push(packet);
	return all;
}

function moved(packet: EncodedPacket, shiftS: number, leastBytes: number): EncodedPacket {
	const data = new Uint8Array(Math.max(packet.data.byteLength, leastBytes));
	data.set(packet.data);
	return packet.clone({ data, timestamp: packet.timestamp + shiftS });
}
