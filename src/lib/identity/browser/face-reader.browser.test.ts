// The real model on real faces (fixtures of @vladmandic/face-api, for tests only) and on a drawn room.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import oneUrl from '../../../../node_modules/@vladmandic/face-api/demo/sample3.jpg?url';
import twoUrl from '../../../../node_modules/@vladmandic/face-api/demo/sample6.jpg?url';
import { streamVideo } from '../../shared/browser/stream-video.ts';
import type { FaceReader, Reading } from '../reading.ts';
import { openFaceReader } from './face-reader.ts';

type Draw = (context: CanvasRenderingContext2D) => void;
interface Part {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The middle person, who looks to the picture's left and leans to its right; and two who stand together. */
const ONE: Part = { x: 1050, y: 100, width: 380, height: 480 };
const TWO: Part = { x: 170, y: 200, width: 760, height: 570 };

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

/** A camera's 640×480 at 10 frames per second, of what is drawn. */
async function videoOf(draw: Draw): Promise<HTMLVideoElement> {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [640, 480];
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no 2d canvas');
	const show = (): void => {
		drawRoom(context);
		context.save();
		draw(context);
		context.restore();
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
	context.fillStyle = '#444';
	context.fillRect(480, 20, 120, 120);
}

async function partOf(url: string, part: Part): Promise<(at: Part) => Draw> {
	const picture = await createImageBitmap(await (await fetch(url)).blob());
	return (at) => (context) => {
		const { x, y, width, height } = part;
		context.drawImage(picture, x, y, width, height, at.x, at.y, at.width, at.height);
	};
}

const MIDDLE: Part = { x: 190, y: 60, width: 260, height: 328 };
const mirrored =
	(draw: Draw): Draw =>
	(context) => {
		context.setTransform(-1, 0, 0, 1, 640, 0);
		draw(context);
	};
const darkened =
	(draw: Draw): Draw =>
	(context) => {
		draw(context);
		context.globalAlpha = 0.72;
		context.fillStyle = '#000';
		context.fillRect(0, 0, 640, 480);
	};

describe('[C6] face reader', () => {
	let reader: FaceReader;
	let person: (at: Part) => Draw;
	const told: number[] = [];
	beforeAll(async () => {
		const opened = await openFaceReader({ blendshapes: true, progress: (part) => told.push(part) });
		if (!opened.ok) throw new Error(opened.error);
		reader = opened.value;
		person = await partOf(oneUrl, ONE);
	}, 60_000);
	afterAll(() => reader.close());

	async function read(draw: Draw): Promise<Reading> {
		const reading = await reader.read(await videoOf(draw));
		if (!reading) throw new Error('no reading');
		return reading;
	}

	test('the model comes by and by', () => {
		expect(told.length).toBeGreaterThan(0);
		expect(told).toEqual(told.toSorted((a, b) => a - b));
		expect(told.at(-1)).toBe(1);
	});

	test('a face: where it is, how bright, which way, mirrored the other way', async () => {
		const { faces, luma, tookMs } = await read(person(MIDDLE));
		expect(faces).toHaveLength(1);
		const [face] = faces;
		expect(face?.box.x).toBeGreaterThan(0.3);
		expect((face?.box.x ?? 1) + (face?.box.width ?? 1)).toBeLessThan(0.7);
		expect(face?.box.width).toBeGreaterThan(0.18);
		expect(face?.yawDeg).toBeLessThan(-8);
		expect(face?.rollDeg).toBeLessThan(-6);
		expect(face?.mouthOpen).toBeLessThan(0.3);
		expect(face?.blink).toBeLessThan(0.4);
		expect(luma).toBeGreaterThan(100);
		expect(tookMs).toBeGreaterThan(0);

		const other = (await read(mirrored(person(MIDDLE)))).faces[0];
		expect(other?.yawDeg).toBeGreaterThan(8);
		expect(other?.rollDeg).toBeGreaterThan(6);
		expect(other?.pitchDeg).toBeCloseTo(face?.pitchDeg ?? 0, -1);
	});

	test('the same face at the picture’s side is not turned for that', async () => {
		const left = (await read(person({ ...MIDDLE, x: 0 }))).faces[0];
		const right = (await read(person({ ...MIDDLE, x: 380 }))).faces[0];
		expect(Math.abs((left?.yawDeg ?? 99) - (right?.yawDeg ?? -99))).toBeLessThan(5);
	});

	test('in the dark it is darker', async () => {
		const { faces, luma } = await read(darkened(person(MIDDLE)));
		expect(faces).toHaveLength(1);
		expect(luma).toBeLessThan(55);
	});

	test('two people, the larger first', async () => {
		const two = await partOf(twoUrl, TWO);
		const { faces } = await read(two({ x: 0, y: 0, width: 640, height: 480 }));
		expect(faces).toHaveLength(2);
		expect(faces[0]?.box.width).toBeGreaterThanOrEqual(faces[1]?.box.width ?? 1);
	});

	test('a room without a person: none, and the room’s brightness', async () => {
		const { faces, luma } = await read(() => {});
		expect(faces).toEqual([]);
		expect(luma).toBeGreaterThan(100);
		expect(luma).toBeLessThan(220);
	});

	test('a video without a picture, and a second look before the first is answered, tell nothing', async () => {
		expect(await reader.read(document.createElement('video'))).toBeNull();
		const video = await videoOf(() => {});
		const [first, second] = await Promise.all([reader.read(video), reader.read(video)]);
		expect([first?.faces, second]).toEqual([[], null]);
	});
});

test('[C6] closed in the middle of a look: it is answered, and later ones too', async () => {
	let deaths = 0;
	const opened = await openFaceReader({ died: () => deaths++ });
	if (!opened.ok) throw new Error(opened.error);
	const video = await videoOf(() => {});
	const look = opened.value.read(video);
	opened.value.close();
	expect(await look).toBeNull();
	expect(await opened.value.read(video)).toBeNull();
	expect(deaths).toBe(0);
}, 60_000);

test('[C6] a worker that dies answers null and says so once', async () => {
	const made: Worker[] = [];
	const real = globalThis.Worker;
	globalThis.Worker = class extends real {
		constructor(...given: ConstructorParameters<typeof Worker>) {
			super(...given);
			made.push(this);
		}
	};
	let deaths = 0;
	const opened = await openFaceReader({ died: () => deaths++ }).finally(() => {
		globalThis.Worker = real;
	});
	if (!opened.ok) throw new Error(opened.error);
	const video = await videoOf(() => {});
	const look = opened.value.read(video);
	made[0]?.dispatchEvent(new ErrorEvent('error'));
	made[0]?.dispatchEvent(new ErrorEvent('error'));
	expect(await look).toBeNull();
	expect(await opened.value.read(video)).toBeNull();
	expect(deaths).toBe(1);
}, 60_000);

test('[C6] loading is given up when it is not wanted any more', async () => {
	const over = new AbortController();
	const opening = openFaceReader({ signal: over.signal });
	over.abort();
	expect(await opening).toMatchObject({ ok: false });
});
