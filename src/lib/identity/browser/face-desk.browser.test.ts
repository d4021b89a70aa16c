// Camera and reader together, Chromium's made-up camera, readers that live and die as a test says.
import { afterEach, describe, expect, test } from 'vitest';
import { err, ok } from '../../shared/result.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { FaceDesk } from '../login-ports.ts';
import type { FaceReader } from '../reading.ts';
import { readingOf } from '../testing/readings.ts';
import { MAX_FRAME_BYTES } from '../wire.ts';
import { openFaceCamera } from './face-camera.ts';
import { openFaceDesk } from './face-desk.ts';
import { createFaceFrames } from './face-frames.ts';
import type { openFaceReader } from './face-reader.ts';

const closing: FaceDesk[] = [];
afterEach(() => {
	for (const desk of closing.splice(0)) desk.close();
});

function readers(opens: boolean | ErrorCode = true) {
	const made: { died: () => void; closed: boolean }[] = [];
	const open: typeof openFaceReader = async ({ died = () => {} } = {}) => {
		if (typeof opens === 'string') return err(opens);
		const one = { died, closed: false };
		made.push(one);
		const reader: FaceReader = {
			read: async () => readingOf(made.length),
			close: () => (one.closed = true)
		};
		return ok(reader);
	};
	return { made, open };
}

async function openDesk(openReader: typeof openFaceReader, openCamera = openFaceCamera) {
	const over = new AbortController();
	const lost: ErrorCode[] = [];
	const opened = await openFaceDesk(
		{ signal: over.signal, progress: () => {}, lost: (code) => lost.push(code) },
		{ openCamera, openReader }
	);
	if (opened.ok) closing.push(opened.value);
	return { opened, lost, over };
}

async function desk(openReader: typeof openFaceReader) {
	const { opened, ...rest } = await openDesk(openReader);
	if (!opened.ok) throw new Error(opened.error);
	return { desk: opened.value, ...rest };
}

/** A camera whose picture changes from black to white and back when it is told to. */
function flashing() {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [640, 480];
	const context = canvas.getContext('2d');
	let white = false;
	const next = (): void => {
		white = !white;
		if (context) context.fillStyle = white ? '#fff' : '#000';
		context?.fillRect(0, 0, 640, 480);
	};
	next();
	const stream = canvas.captureStream(30);
	const open: typeof openFaceCamera = async () =>
		ok({ stream, close: () => stream.getTracks().forEach((track) => track.stop()) });
	/** A stream's picture is in its video a frame or two later. */
	const shown = () => new Promise((resolve) => setTimeout(resolve, 200));
	return { next, open, shown };
}

/** Of its upper left corner, 0 to 255. */
function brightnessOf(picture: CanvasImageSource): number {
	const context = new OffscreenCanvas(1, 1).getContext('2d');
	context?.drawImage(picture, 0, 0);
	return context?.getImageData(0, 0, 1, 1).data[0] ?? -1;
}

const isLive = (stream: MediaStream): boolean =>
	stream.getTracks().every((track) => track.readyState === 'live');

describe('[C6] the desk of a login', () => {
	test('pictures only; what is kept becomes a JPEG that may be sent; closed, the camera is off', async () => {
		const { made, open } = readers();
		const { desk: opened } = await desk(open);
		expect(opened.stream.getAudioTracks()).toEqual([]);
		const [track] = opened.stream.getVideoTracks();
		const { width = 0 } = track?.getSettings() ?? {};
		await expect
			.poll(
				async () => {
					await opened.look();
					opened.keep();
					return opened.take().then(
						(jpeg) => jpeg.size,
						() => 0
					);
				},
				{ timeout: 15_000 }
			)
			.toBeGreaterThan(2000);
		const jpeg = await opened.take();
		expect(jpeg.type).toBe('image/jpeg');
		expect(jpeg.size).toBeLessThanOrEqual(MAX_FRAME_BYTES);
		expect((await createImageBitmap(jpeg)).width).toBe(Math.min(640, width));
		opened.close();
		expect(isLive(opened.stream)).toBe(false);
		expect(made[0]?.closed).toBe(true);
	});

	test('the picture that was looked at is the one that is kept, however the camera goes on meanwhile', async () => {
		const camera = flashing();
		const seen: number[] = [];
		const reader: FaceReader = {
			async read(picture) {
				camera.next();
				await camera.shown();
				seen.push(brightnessOf(picture));
				return readingOf(0);
			},
			close: () => {}
		};
		const { opened } = await openDesk(async () => ok(reader), camera.open);
		if (!opened.ok) throw new Error(opened.error);
		const kept: number[] = [];
		while (kept.length < 4) {
			if (!(await opened.value.look())) {
				await camera.shown();
				continue;
			}
			opened.value.keep();
			kept.push(brightnessOf(await createImageBitmap(await opened.value.take())));
		}
		expect(kept.map(Math.round)).toEqual(seen.map(Math.round));
	});

	test('a reader that dies is opened once more, then it is said', async () => {
		const { made, open } = readers();
		const { desk: opened, lost } = await desk(open);
		made[0]?.died();
		expect(await opened.look()).toBeNull();
		await expect.poll(() => made.length).toBe(2);
		// also on a busy machine, whose camera's first picture takes its time
		await expect.poll(async () => (await opened.look())?.at, { timeout: 10_000 }).toBe(2);
		expect(lost).toEqual([]);
		made[1]?.died();
		expect(lost).toEqual(['device.unsupported']);
		expect(made).toHaveLength(2);
	});

	test('without a reader the camera goes off again', async () => {
		const streams: MediaStream[] = [];
		const { opened } = await openDesk(readers('server.unreachable').open, async (ended) => {
			const camera = await openFaceCamera(ended);
			if (camera.ok) streams.push(camera.value.stream);
			return camera;
		});
		expect(opened).toEqual({ ok: false, error: 'server.unreachable' });
		expect(streams.map(isLive)).toEqual([false]);
	});

	test('without a camera no model is waited for, and none is left open', async () => {
		const { made, open } = readers();
		let gaveUp = false;
		const { opened } = await openDesk(
			(options) => {
				options?.signal?.addEventListener('abort', () => (gaveUp = true));
				return open(options);
			},
			async () => err('device.camera-refused')
		);
		expect(opened).toEqual({ ok: false, error: 'device.camera-refused' });
		expect([gaveUp, made[0]?.closed]).toEqual([true, true]);
	});

	test('a camera that is taken away is said', async () => {
		const { desk: opened, lost } = await desk(readers().open);
		opened.stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
		expect(lost).toEqual(['device.camera-missing']);
	});
});

test('[C6] a picture full of noise is sent as well, smaller', async () => {
	const frames = createFaceFrames();
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [1280, 960];
	const context = canvas.getContext('2d');
	const noise = context?.createImageData(1280, 960);
	if (!context || !noise) throw new Error('no 2d canvas');
	for (let at = 0; at < noise.data.length; at++) noise.data[at] = Math.random() * 255;
	context.putImageData(noise, 0, 0);
	const video = document.createElement('video');
	video.muted = true;
	video.srcObject = canvas.captureStream(10);
	await video.play();
	await expect.poll(() => video.videoWidth).toBe(1280);
	frames.hold(video);
	frames.keep();
	const jpeg = await frames.take();
	expect(jpeg.size).toBeLessThanOrEqual(MAX_FRAME_BYTES);
	const { width, height } = await createImageBitmap(jpeg);
	expect([width, height]).toEqual([640, 480]);
});
