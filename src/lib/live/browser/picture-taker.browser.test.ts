// Real pictures: Chromium's fake camera and screen, a painted one, a track that is dead.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { MAX_PICTURE_BYTES, type DesktopPicture } from '../small-picture.ts';
import { isJpeg } from '../../evidence/jpeg.ts';
import { openPictureTaker, type PictureTaker } from './picture-taker.ts';

/** A camera whose frames come from the test; the DOM types do not know it. */
interface FrameSource extends MediaStreamTrack {
	readonly writable: WritableStream<VideoFrame>;
}
declare const MediaStreamTrackGenerator: new (of: { kind: 'video' }) => FrameSource;

const ends: (() => void)[] = [];
afterEach(() => {
	vi.unstubAllGlobals();
	for (const end of ends.splice(0)) end();
});

function kept(stream: MediaStream): MediaStream {
	ends.push(() => stream.getTracks().forEach((track) => track.stop()));
	return stream;
}
const camera = async (width = 1280, height = 720): Promise<MediaStream> =>
	kept(await navigator.mediaDevices.getUserMedia({ video: { width, height } }));
const screen = async (): Promise<MediaStream> =>
	kept(await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 5 } } }));
const withoutProcessor = (): void => void vi.stubGlobal('MediaStreamTrackProcessor', undefined);

function taker(): PictureTaker {
	const opened = openPictureTaker();
	ends.push(opened.close);
	return opened;
}

async function sizeOf(picture: Blob | null): Promise<string> {
	if (!picture) return 'none';
	const drawn = await createImageBitmap(picture);
	return `${String(drawn.width)} × ${String(drawn.height)}`;
}

/** Noise as fine as the picture is made of it: nothing is harder to make small. */
function noisy(): MediaStream {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [320, 180];
	const context = canvas.getContext('2d');
	const paint = (): void => {
		const noise = new ImageData(320, 180);
		const pixels = new Uint32Array(noise.data.buffer);
		for (let at = 0; at < pixels.length; at++) pixels[at] = 0xff000000 + Math.random() * 0xffffff;
		context?.putImageData(noise, 0, 0);
	};
	const timer = setInterval(paint, 100);
	ends.push(() => clearInterval(timer));
	return kept(canvas.captureStream(10));
}

describe.each([
	['straight from the track', () => {}],
	['out of a video', withoutProcessor]
] as const)('[I1] a small picture %s', (_, prepare) => {
	test('of the camera and the screen is a JPEG, small in its sides and its bytes', async () => {
		prepare();
		const { take } = taker();
		for (const [track, stream, size] of [
			['camera', await camera(), '192 × 108'],
			['camera', await camera(640, 480), '192 × 144']
		] as const) {
			const picture = await take(track, stream);
			expect(await sizeOf(picture)).toBe(size);
			expect(picture?.size).toBeLessThanOrEqual(MAX_PICTURE_BYTES[track]);
			expect(isJpeg(new Uint8Array((await picture?.arrayBuffer()) ?? []))).toBe(true);
		}
		const shown = await take('screen', await screen());
		const drawn = await createImageBitmap(shown ?? new Blob());
		expect(drawn.width).toBeLessThanOrEqual(320);
		expect(drawn.height).toBeLessThanOrEqual(180);
		expect(shown?.size).toBeLessThanOrEqual(MAX_PICTURE_BYTES.screen);
	});

	test('of a screen that stands still comes every time', async () => {
		prepare();
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [640, 360];
		canvas.getContext('2d')?.fillText('一页试题', 40, 40);
		const still = kept(canvas.captureStream());
		const shared = await screen();
		const { take } = taker();
		for (const stream of [still, shared])
			for (let turn = 0; turn < 3; turn++)
				expect((await take('screen', stream))?.size).toBeGreaterThan(0);
	});

	test('of a track that has ended there is none, and the next camera is seen', async () => {
		prepare();
		const { take } = taker();
		const stream = await camera();
		expect(await take('camera', stream)).not.toBeNull();
		stream.getTracks().forEach((track) => track.stop());
		expect(await take('camera', stream)).toBeNull();
		expect(await take('camera', new MediaStream())).toBeNull();
		expect(await take('camera', await camera())).not.toBeNull();
	});
});

test('[I1] a source that gives no frame, and one that ends meanwhile, give none in a moment', async () => {
	const { take } = taker();
	const silent = new MediaStreamTrackGenerator({ kind: 'video' });
	const began = performance.now();
	expect(await take('camera', kept(new MediaStream([silent])))).toBeNull();
	expect(performance.now() - began).toBeLessThan(4000);
	const ending = new MediaStreamTrackGenerator({ kind: 'video' });
	const none = take('camera', new MediaStream([ending]));
	ending.stop();
	expect(await none).toBeNull();
});

test('[I1] the track that is looked at goes on: nothing is stopped, every frame is given back', async () => {
	const stream = await camera();
	const [track] = stream.getVideoTracks();
	const { take } = taker();
	for (let turn = 0; turn < 20; turn++) expect(await take('camera', stream)).not.toBeNull();
	expect(track?.readyState).toBe('live');
	expect(track?.enabled).toBe(true);
});

test('[I1] what nothing makes small enough is poor, and small all the same', async () => {
	const { take } = taker();
	const stream = noisy();
	for (const track of ['camera', 'screen'] satisfies DesktopPicture[]) {
		const picture = await take(track, stream);
		expect(picture?.size).toBeGreaterThan(1000);
		expect(picture?.size).toBeLessThanOrEqual(MAX_PICTURE_BYTES[track]);
	}
});

describe('[I1] an encoder', () => {
	test('that dies gives none, and another takes its place', async () => {
		const stream = await camera();
		const { take } = taker();
		class Dying extends EventTarget {
			postMessage(): void {
				setTimeout(() => this.dispatchEvent(new Event('error', { cancelable: true })));
			}
			terminate(): void {}
		}
		vi.stubGlobal('Worker', Dying);
		expect(await take('camera', stream)).toBeNull();
		vi.unstubAllGlobals();
		expect(await take('camera', stream)).not.toBeNull();
	});

	test('that never answers is given up, with the frame it has', async () => {
		const stream = await camera();
		const { take } = taker();
		const terminate = vi.fn();
		class Deaf extends EventTarget {
			postMessage(): void {}
			terminate = terminate;
		}
		vi.stubGlobal('Worker', Deaf);
		expect(await take('camera', stream)).toBeNull();
		expect(terminate).toHaveBeenCalledTimes(1);
	});

	test('is gone when the page closes, also in the middle of a picture', async () => {
		const opened = openPictureTaker();
		const picture = opened.take('camera', await camera());
		opened.close();
		expect(await picture).toBeNull();
	});
});
