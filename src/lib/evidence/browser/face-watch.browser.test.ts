// The real model on a real face (a fixture of @vladmandic/face-api, for tests only) and on a drawn room.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import pictureUrl from '../../../../node_modules/@vladmandic/face-api/demo/sample1.jpg?url';
import { streamVideo } from '../../shared/browser/stream-video.ts';
import { openFaceWatch, type FaceWatch } from './face-watch.ts';

/** A person's face and shoulders in the picture (findings §5: the right one). */
const FACE = { x: 1405, y: 152, width: 320, height: 400 };

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

/** A camera's 640×480 at 10 frames per second, of what is drawn. */
async function videoOf(
	draw: (context: CanvasRenderingContext2D) => void
): Promise<HTMLVideoElement> {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [640, 480];
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no 2d canvas');
	const show = (): void => {
		drawRoom(context);
		draw(context);
	};
	show();
	const timer = setInterval(show, 100);
	const video = streamVideo(canvas.captureStream(10));
	closing.push(() => {
		clearInterval(timer);
		video.close();
	});
	await expect.poll(() => video.element.readyState).toBeGreaterThanOrEqual(2);
	return video.element;
}

function drawRoom(context: CanvasRenderingContext2D): void {
	context.fillStyle = '#cfc8bd';
	context.fillRect(0, 0, 640, 480);
	context.fillStyle = '#7d5a3c';
	context.fillRect(0, 330, 640, 150);
	context.fillStyle = '#dfe9f2';
	context.fillRect(60, 40, 180, 200);
	context.fillStyle = '#444';
	context.fillRect(380, 180, 170, 120);
	context.beginPath();
	context.arc(320, 90, 40, 0, Math.PI * 2);
	context.fill();
}

async function personOf(): Promise<(context: CanvasRenderingContext2D) => void> {
	const picture = await createImageBitmap(await (await fetch(pictureUrl)).blob());
	const { x, y, width, height } = FACE;
	return (context) => {
		context.drawImage(picture, x, y, width, height, 200, 120, 240, (240 * height) / width);
	};
}

describe('[P3] face watch', () => {
	let watch: FaceWatch;
	beforeAll(async () => {
		const opened = await openFaceWatch();
		if (!opened.ok) throw new Error(opened.error);
		watch = opened.value;
	}, 60_000);
	afterAll(() => {
		watch.close();
	});

	test('a face is seen, again and again', async () => {
		const video = await videoOf(await personOf());
		for (let i = 0; i < 5; i++) expect(await watch.look(video)).toBe(true);
	});

	test('a room without a person: none', async () => {
		const video = await videoOf(() => {});
		for (let i = 0; i < 3; i++) expect(await watch.look(video)).toBe(false);
	});

	test('a video without a picture, and a second look before the first is answered, tell nothing', async () => {
		expect(await watch.look(document.createElement('video'))).toBeNull();
		const video = await videoOf(() => {});
		const [first, second] = await Promise.all([watch.look(video), watch.look(video)]);
		expect([first, second]).toEqual([false, null]);
	});
});

test('[P3] closed in the middle of a look: it is answered, and later ones too', async () => {
	const opened = await openFaceWatch();
	if (!opened.ok) throw new Error(opened.error);
	const video = await videoOf(() => {});
	const look = opened.value.look(video);
	opened.value.close();
	expect(await look).toBeNull();
	expect(await opened.value.look(video)).toBeNull();
}, 60_000);

test('[P3] loading is given up when the sweep is over before it', async () => {
	const over = new AbortController();
	const opening = openFaceWatch({ signal: over.signal });
	over.abort();
	expect(await opening).toMatchObject({ ok: false });
});
