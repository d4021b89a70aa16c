// Real pictures, as the browser hands them over: Chromium's fake camera, photographs, covers.
import { afterEach, describe, expect, test, vi } from 'vitest';
import photoUrl from '../../../../node_modules/@vladmandic/face-api/demo/sample3.jpg?url';
import type { PictureLook } from '../picture-health.ts';
import { openPictureLooks } from './picture-looks.ts';
import { watchPicture } from './picture-watch.ts';

/** A camera whose frames come from the test; the DOM types do not know it. */
interface FrameSource extends MediaStreamTrack {
	readonly writable: WritableStream<VideoFrame>;
}
declare const MediaStreamTrackGenerator: new (of: { kind: 'video' }) => FrameSource;

const clock = { now: () => Date.now() };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const ends: (() => void)[] = [];
afterEach(() => {
	vi.unstubAllGlobals();
	for (const end of ends.splice(0)) end();
});

async function fakeCamera(): Promise<MediaStream> {
	const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
	ends.push(() => stream.getTracks().forEach((track) => track.stop()));
	return stream;
}

type Paint = (context: OffscreenCanvasRenderingContext2D) => void;

/** Ten frames a second of what is painted at the moment. */
function paintedCamera(first: Paint): { stream: MediaStream; paint: (next: Paint) => void } {
	const track = new MediaStreamTrackGenerator({ kind: 'video' });
	const writer = track.writable.getWriter();
	const canvas = new OffscreenCanvas(640, 480);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no 2d canvas');
	let paint = first;
	const timer = setInterval(() => {
		paint(context);
		const frame = new VideoFrame(canvas, { timestamp: performance.now() * 1000 });
		writer.write(frame).catch(() => {});
	}, 100);
	ends.push(() => {
		clearInterval(timer);
		track.stop();
	});
	return { stream: new MediaStream([track]), paint: (next) => (paint = next) };
}

const photo = createImageBitmap(await (await fetch(photoUrl)).blob(), 920, 60, 640, 480);

/** A sensor's: other pixels each time. */
function noise(context: OffscreenCanvasRenderingContext2D): void {
	for (let dot = 0; dot < 4000; dot++) {
		context.fillStyle = `rgb(${Array.from({ length: 3 }, () => Math.floor(Math.random() * 256)).join()} / 0.1)`;
		context.fillRect(Math.random() * 640, Math.random() * 480, 2, 2);
	}
}
const filled =
	(colour: string): Paint =>
	(context) => {
		context.filter = 'none';
		context.fillStyle = colour;
		context.fillRect(0, 0, 640, 480);
		noise(context);
	};
const person = async (brightness: number, moves = true): Promise<Paint> => {
	const picture = await photo;
	return (context) => {
		context.filter = `brightness(${String(brightness)})`;
		context.drawImage(picture, 0, 0);
		context.filter = 'none';
		if (moves) noise(context);
	};
};

function looksAt(stream: MediaStream): { looks: PictureLook[]; died: () => number } {
	const looks: PictureLook[] = [];
	let deaths = 0;
	const end = openPictureLooks(stream, {
		looked: (look) => looks.push(look),
		died: () => deaths++
	});
	ends.push(end);
	return { looks, died: () => deaths };
}

function watched(stream: MediaStream) {
	const watch = watchPicture({ clock });
	watch.follow(stream);
	ends.push(watch.close);
	/** @returns ms until it is so */
	return async (trouble: ReturnType<typeof watch.trouble>): Promise<number> => {
		const began = Date.now();
		await expect.poll(watch.trouble, { timeout: 10_000, interval: 50 }).toBe(trouble);
		return Date.now() - began;
	};
}

describe.each([
	['straight from the track', true],
	['out of a video', false]
])('[C29] looks %s', (_, processor) => {
	test('come once a second, of their own time, and the fake camera is never in trouble', async () => {
		if (!processor) vi.stubGlobal('MediaStreamTrackProcessor', undefined);
		const stream = await fakeCamera();
		const { looks, died } = looksAt(stream);
		const watch = watchPicture({ clock });
		watch.follow(stream);
		ends.push(watch.close);
		const troubles = new Set();
		for (let i = 0; i < 60; i++) {
			await sleep(100);
			troubles.add(watch.trouble());
		}
		expect([...troubles]).toEqual([null]);
		expect(died()).toBe(0);
		// one in a while may be late on a busy machine; the last one must not be
		expect(looks.length).toBeGreaterThanOrEqual(3);
		expect(looks.length).toBeLessThanOrEqual(8);
		const last = looks.at(-1);
		expect(performance.now() - (last?.at ?? 0)).toBeLessThan(2500);
		expect(last?.difference).toBeGreaterThan(0);
	});
});

describe('[C29] a camera', () => {
	test('that is covered, blackened, freed: each told within 5 s', async () => {
		const { stream, paint } = paintedCamera(await person(1));
		const until = watched(stream);
		await sleep(3500);
		expect(await until(null)).toBeLessThan(500);
		paint(filled('rgb(120 30 25)'));
		expect(await until('covered')).toBeLessThan(5000);
		paint(filled('rgb(6 6 8)'));
		expect(await until('black')).toBeLessThan(5000);
		paint(await person(0.3));
		expect(await until(null)).toBeLessThan(5000);
	});

	test('whose picture stands still while its frames come is frozen, and one that dims is not', async () => {
		const { stream, paint } = paintedCamera(await person(1, false));
		const until = watched(stream);
		expect(await until('frozen')).toBeLessThan(5500);
		paint(await person(0.2));
		expect(await until(null)).toBeLessThan(5000);
		await sleep(4000);
		expect(await until(null)).toBeLessThan(500);
	});

	test('that gives no frames says nothing', async () => {
		const track = new MediaStreamTrackGenerator({ kind: 'video' });
		const { looks, died } = looksAt(new MediaStream([track]));
		await sleep(3000);
		expect([looks.length, died()]).toEqual([0, 0]);
	});
});
