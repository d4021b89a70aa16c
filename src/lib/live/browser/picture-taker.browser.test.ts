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
const camera = async (): Promise<MediaStream> =>
	kept(await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } }));
const screen = async (): Promise<MediaStream> =>
	kept(await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 5 } } }));
const withoutProcessor = (): void => void vi.stubGlobal('MediaStreamTrackProcessor', undefined);

function taker(): PictureTaker {
	const opened = openPictureTaker();
	ends.push(opened.close);
	return opened;
}

/** It never changes. */
function painted(width: number, height: number): MediaStream {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [width, height];
	canvas.getContext('2d')?.fillText('一页试题', 40, 40);
	return kept(canvas.captureStream());
}

/** One that comes late on a busy machine is none: then the next is waited for, as the page does. */
async function taken(by: PictureTaker, track: DesktopPicture, stream: MediaStream): Promise<Blob> {
	for (let tries = 0; tries < 5; tries++) {
		const picture = await by.take(track, stream);
		if (picture) return picture;
	}
	throw new Error(`no picture of the ${track}`);
}

async function sizeOf(picture: Blob): Promise<string> {
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
		const own = taker();
		for (const [width, height, size] of [
			[1280, 720, '192 × 108'],
			[640, 480, '192 × 144']
		] as const) {
			const picture = await taken(own, 'camera', painted(width, height));
			expect(await sizeOf(picture)).toBe(size);
		}
		const seen = await taken(own, 'camera', await camera());
		expect(seen.size).toBeLessThanOrEqual(MAX_PICTURE_BYTES.camera);
		expect(isJpeg(new Uint8Array(await seen.arrayBuffer()))).toBe(true);
		const shown = await taken(own, 'screen', await screen());
		const drawn = await createImageBitmap(shown);
		expect(drawn.width).toBeLessThanOrEqual(320);
		expect(drawn.height).toBeLessThanOrEqual(180);
		expect(shown.size).toBeLessThanOrEqual(MAX_PICTURE_BYTES.screen);
	});

	test('of a screen that stands still comes every time', async () => {
		prepare();
		const still = painted(640, 360);
		const shared = await screen();
		const own = taker();
		for (const stream of [still, shared])
			for (let turn = 0; turn < 3; turn++)
				expect((await taken(own, 'screen', stream)).size).toBeGreaterThan(0);
	});

	test('of a track that has ended there is none, and the next camera is seen', async () => {
		prepare();
		const own = taker();
		const stream = await camera();
		await taken(own, 'camera', stream);
		stream.getTracks().forEach((track) => track.stop());
		expect(await own.take('camera', stream)).toBeNull();
		expect(await own.take('camera', new MediaStream())).toBeNull();
		await taken(own, 'camera', await camera());
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
	const own = taker();
	for (let turn = 0; turn < 20; turn++) await taken(own, 'camera', stream);
	expect(track?.readyState).toBe('live');
	expect(track?.enabled).toBe(true);
});

test('[I1] a camera that its recording stops while it is looked at gives that picture still, and is free then', async () => {
	const stream = await camera();
	const own = taker();
	await taken(own, 'camera', stream);
	const last = own.take('camera', stream);
	stream.getTracks().forEach((track) => track.stop());
	expect((await last)?.size).toBeGreaterThan(0);
	expect(await own.take('camera', stream)).toBeNull();
});

test('[I1] what nothing makes small enough is poor, and small all the same', async () => {
	const own = taker();
	const stream = noisy();
	for (const track of ['camera', 'screen'] satisfies DesktopPicture[]) {
		const picture = await taken(own, track, stream);
		expect(picture.size).toBeGreaterThan(1000);
		expect(picture.size).toBeLessThanOrEqual(MAX_PICTURE_BYTES[track]);
	}
});

describe('[I1] an encoder', () => {
	test('that dies gives none, and another takes its place', async () => {
		const stream = await camera();
		const own = taker();
		class Dying extends EventTarget {
			postMessage(): void {
				setTimeout(() => this.dispatchEvent(new Event('error', { cancelable: true })));
			}
			terminate(): void {}
		}
		vi.stubGlobal('Worker', Dying);
		expect(await own.take('camera', stream)).toBeNull();
		vi.unstubAllGlobals();
		await taken(own, 'camera', stream);
	});

	test('that fails again after it was dismissed takes nothing from the one in its place', async () => {
		const stream = await camera();
		const own = taker();
		const made: EventTarget[] = [];
		class Failing extends EventTarget {
			constructor() {
				super();
				made.push(this);
			}
			postMessage(): void {}
			terminate(): void {}
		}
		vi.stubGlobal('Worker', Failing);
		const fails = (): unknown => made[0]?.dispatchEvent(new Event('error', { cancelable: true }));
		const first = own.take('camera', stream);
		await expect.poll(() => made.length).toBe(1);
		fails();
		expect(await first).toBeNull();
		const second = own.take('camera', stream);
		await expect.poll(() => made.length).toBe(2);
		fails();
		const picture = new Blob(['JPEG']);
		made[1]?.dispatchEvent(new MessageEvent('message', { data: { id: 2, picture } }));
		expect(await second).toBe(picture);
	});

	test('that never answers is asked to end in its turn, and is ended when it does not even hear that', async () => {
		const stream = await camera();
		const { take } = taker();
		const terminate = vi.fn();
		const said: unknown[] = [];
		class Deaf extends EventTarget {
			postMessage = (message: unknown): void => void said.push(message);
			terminate = terminate;
		}
		vi.stubGlobal('Worker', Deaf);
		expect(await take('camera', stream)).toBeNull();
		expect(said).toEqual([expect.objectContaining({ id: 1 }), 'end']);
		expect(terminate).not.toHaveBeenCalled();
		await expect.poll(() => terminate.mock.calls.length, { timeout: 12_000 }).toBe(1);
	});

	test('is gone when the page closes, also in the middle of a picture', async () => {
		const opened = openPictureTaker();
		const picture = opened.take('camera', await camera());
		opened.close();
		expect(await picture).toBeNull();
	});
});
