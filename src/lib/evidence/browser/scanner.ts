// P1: the built-in scanner, for a code that the system's camera would not take, or that is small on the screen.
import { deviceRefusal } from '../../recording/browser/device-errors.ts';
import { createCodeReader, type CodeReader } from '../../shared/browser/code-reader.ts';
import { streamVideo } from '../../shared/browser/stream-video.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { createFrames } from './scan-frames.ts';

export interface Scanner {
	/** To be shown; its camera is open until `close`. */
	readonly stream: MediaStream;
	/** Stops looking, and the camera if it was opened here. */
	close(): void;
}

export interface ScannerOptions {
	/** Once; it looks no further. Not necessarily one of our codes. */
	readonly found: (text: string) => void;
	/** The camera has gone: by a call, by another program. */
	readonly lost?: () => void;
	/** A stream that is open already; else the back camera is opened. */
	readonly stream?: MediaStream;
}

/** About five looks a second: quicker is no help to a hand, and warms the phone. */
const LOOK_EVERY_MS = 200;

/** Call inside a tap. Loads the reader while the person is asked for the camera. */
export async function openScanner(options: ScannerOptions): Promise<Result<Scanner, Refusal>> {
	const [camera, reader] = await Promise.all([
		options.stream ? ok(options.stream) : openBackCamera(),
		createCodeReader(['qr_code'])
	]);
	const isOurs = !options.stream;
	if (camera.ok && reader.ok) return ok(scan(camera.value, isOurs, reader.value, options));
	if (camera.ok && isOurs) end(camera.value);
	if (!camera.ok) return camera;
	return err(refuse(reader.ok ? 'device.unsupported' : reader.error));
}

/** 720p: enough for a code of a tenth of the width, and every phone gives it quickly. */
async function openBackCamera(): Promise<Result<MediaStream, Refusal>> {
	const video = {
		facingMode: { ideal: 'environment' },
		width: { ideal: 1280 },
		height: { ideal: 720 }
	};
	try {
		// absent without https
		const devices = navigator.mediaDevices as MediaDevices | undefined;
		if (!devices) return err(refuse('device.unsupported'));
		return ok(await devices.getUserMedia({ video, audio: false }));
	} catch (problem) {
		return err(deviceRefusal('camera', problem));
	}
}

function end(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

function scan(
	stream: MediaStream,
	isOurs: boolean,
	reader: CodeReader,
	{ found, lost }: ScannerOptions
): Scanner {
	const video = streamVideo(stream);
	const frames = createFrames(video.element);
	let closed = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const [track] = stream.getVideoTracks();
	track?.addEventListener('ended', onEnded);

	function onEnded(): void {
		stop();
		lost?.();
	}

	async function look(): Promise<void> {
		const begun = performance.now();
		const text = await seen();
		if (closed) return;
		if (text === null) {
			timer = setTimeout(() => void look(), Math.max(0, begun + LOOK_EVERY_MS - performance.now()));
			return;
		}
		stop();
		found(text);
	}

	/** The middle first: there a person holds the code, and fewer pixels are read sooner. */
	async function seen(): Promise<string | null> {
		for (const area of ['middle', 'whole'] as const) {
			const frame = closed ? null : frames.take(area);
			// one that cannot be read is none; the next frame is tried
			const text = frame && (await reader.read(frame).catch(() => null));
			if (text) return text;
		}
		return null;
	}

	function stop(): void {
		if (closed) return;
		closed = true;
		clearTimeout(timer);
		track?.removeEventListener('ended', onEnded);
		video.close();
	}

	void look();
	return {
		stream,
		close() {
			stop();
			if (isOurs) end(stream);
		}
	};
}
