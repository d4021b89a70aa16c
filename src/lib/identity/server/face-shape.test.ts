// Where points lie on a head is known here: a simple head in space, seen from far away.
import { describe, expect, test } from 'vitest';
import { PATCH_SIZE } from '../ports.ts';
import { ALIGNED_SIZE, alignFace, planesOf, similarity } from './align-face.ts';
import { BLAZE_SIZE, facesIn, overlap, type FacePoints } from './blaze-boxes.ts';
import { lumaOf, patchOf } from './face-light.ts';
import { turnOf } from './head-turn.ts';
import type { Point, Raster } from './raster.ts';
import { sampleSquare } from './square-sample.ts';

const HEAD = {
	...{ leftEye: [-32, -35, 30], rightEye: [32, -35, 30], nose: [0, 0, 66] },
	...{ mouth: [0, 30, 50], leftEar: [-72, -15, -62], rightEar: [72, -15, -62] }
} as const satisfies Record<keyof FacePoints, readonly [number, number, number]>;

/** @param yaw towards the right of the picture @param roll clockwise, both in degrees */
function seen(yaw: number, roll = 0, scale = 1, at: Point = [300, 200]): FacePoints {
	const [turn, lean] = [(yaw * Math.PI) / 180, (roll * Math.PI) / 180];
	const point = ([x, y, z]: readonly [number, number, number]): Point => {
		const u = x * Math.cos(turn) + z * Math.sin(turn);
		const [c, s] = [Math.cos(lean) * scale, Math.sin(lean) * scale];
		return [at[0] + u * c - y * s, at[1] + u * s + y * c];
	};
	const entries = Object.entries(HEAD).map(([name, place]) => [name, point(place)] as const);
	return Object.fromEntries(entries) as unknown as FacePoints;
}

describe('[C6] the turn of a head', () => {
	const turns = [-40, -30, -20, -10, 0, 10, 20, 30, 40];

	test('grows with the turn, right of the picture is positive, and lies near it', () => {
		const read = turns.map((yaw) => turnOf(seen(yaw)));
		expect(read.toSorted((a, b) => a - b)).toEqual(read);
		read.forEach((degrees, at) => expect(Math.abs(degrees - (turns[at] ?? 0))).toBeLessThan(3));
	});

	test('a mirrored picture has the opposite sign', () => {
		const mirror = ([x, y]: Point): Point => [640 - x, y];
		for (const yaw of turns) {
			const { leftEye, rightEye, nose, mouth, leftEar, rightEar } = seen(yaw, 8);
			const other: FacePoints = {
				...{ leftEye: mirror(rightEye), rightEye: mirror(leftEye), nose: mirror(nose) },
				...{ mouth: mirror(mouth), leftEar: mirror(rightEar), rightEar: mirror(leftEar) }
			};
			expect(turnOf(other)).toBeCloseTo(-turnOf(seen(yaw, 8)));
		}
	});

	test('leaning, distance and place do not count', () => {
		for (const roll of [-25, 15, 40])
			expect(turnOf(seen(18, roll, 0.4, [50, 60]))).toBeCloseTo(turnOf(seen(18)));
	});
});

describe('[C6] the face on the template', () => {
	test('the transformation is found again', () => {
		const from: Point[] = [
			[1, 2],
			[40, 7],
			[13, 50],
			[-9, 4]
		];
		const [a, b, dx, dy] = [0.8, -0.3, 12, -5];
		const to = from.map(([x, y]): Point => [a * x - b * y + dx, b * x + a * y + dy]);
		const found = similarity(from, to);
		expect([found.a, found.b, found.dx, found.dy].map((value) => value.toFixed(6))).toEqual(
			[a, b, dx, dy].map((value) => value.toFixed(6))
		);
	});

	test.each([
		['upright', 0, 1],
		['leaning and large', 30, 2.4],
		['leaning and small', -20, 0.5]
	])('eyes come to lie where SFace wants them: %s', (_, roll, scale) => {
		const points = seen(0, roll, scale);
		const raster = grey(700, 500);
		spot(raster, points.leftEye, 6 * scale);
		spot(raster, points.rightEye, 6 * scale);
		const aligned = alignFace(raster, points);
		const at = (x: number, y: number): number => aligned[(y * ALIGNED_SIZE + x) * 3] ?? 0;
		expect(at(38, 52)).toBeGreaterThan(180);
		expect(at(73, 52)).toBeGreaterThan(180);
		expect(at(56, 52)).toBeLessThan(110);
		expect(planesOf(aligned)[52 * ALIGNED_SIZE + 38]).toBe(at(38, 52));
	});

	test('a face that hangs over the picture’s edge is black there', () => {
		const aligned = alignFace(grey(700, 500), seen(0, 0, 1, [10, 200]));
		expect(aligned[50 * ALIGNED_SIZE * 3]).toBe(0);
		expect(aligned[(50 * ALIGNED_SIZE + 100) * 3]).toBeCloseTo(100);
	});

	test('patch and brightness: the mean of nine, the corners not counted', () => {
		const aligned = new Float32Array(ALIGNED_SIZE * ALIGNED_SIZE * 3).fill(90);
		expect(new Set(patchOf(aligned))).toEqual(new Set([90]));
		const patch = new Uint8Array(PATCH_SIZE * PATCH_SIZE).fill(90);
		expect(lumaOf(patch)).toBe(90);
		patch.set([255, 255, 255]);
		expect(lumaOf(patch)).toBe(90);
		// BT.601: green is brighter than blue
		expect(patchOf(aligned.map((value, at) => (at % 3 === 1 ? value : 0)))[0]).toBe(53);
		expect(patchOf(aligned.map((value, at) => (at % 3 === 2 ? value : 0)))[0]).toBe(10);
	});
});

describe('[C6] what the detector says', () => {
	const SQUARE = { left: 100, top: -50, side: 512 };
	function said(...faces: { anchor: number; score: number; x: number; width: number }[]) {
		const scores = new Float32Array(896).fill(-20);
		const boxes = new Float32Array(896 * 16);
		for (const { anchor, score, x, width } of faces) {
			scores[anchor] = score;
			boxes.set([x, 0, width, width, x - 5, -4, x + 5, -4], anchor * 16);
		}
		return { scores, boxes };
	}
	// the anchor in the middle of the fine grid, and its neighbour to the right
	const [MIDDLE, RIGHT] = [(8 * 16 + 8) * 2, (8 * 16 + 9) * 2];

	test('a box stands in the picture, wherever the square lay', () => {
		const [face] = facesIn(said({ anchor: MIDDLE, score: 3, x: 0, width: 32 }), SQUARE, 0.5);
		const middle = (8.5 / 16) * 512;
		expect(face).toMatchObject({ x: 100 + middle, y: -50 + middle, width: 128, height: 128 });
		expect(face?.points.leftEye).toEqual([100 + middle - 20, -50 + middle - 16]);
		expect(face?.score).toBeCloseTo(1 / (1 + Math.exp(-3)));
	});

	test('boxes of one face are one, nearer to the surer', () => {
		const faces = facesIn(
			said(
				{ anchor: MIDDLE, score: 4, x: 0, width: 32 },
				{ anchor: RIGHT, score: 0.2, x: 0, width: 32 }
			),
			SQUARE,
			0.5
		);
		const between = ((faces[0]?.x ?? 0) - 100) / 512;
		expect(faces).toHaveLength(1);
		expect(between).toBeGreaterThan(8.5 / 16);
		expect(between).toBeLessThan(9 / 16);
	});

	test('two faces stay two, and what is unsure is none', () => {
		const far = { anchor: MIDDLE + 12, score: 2, x: 0, width: 20 };
		const faces = facesIn(said({ anchor: MIDDLE, score: 3, x: 0, width: 20 }, far), SQUARE, 0.5);
		expect(faces).toHaveLength(2);
		expect(facesIn(said({ anchor: MIDDLE, score: -0.1, x: 0, width: 20 }), SQUARE, 0.5)).toEqual(
			[]
		);
	});

	test('overlap is the share in common', () => {
		const box = { x: 0, y: 0, width: 10, height: 10 };
		expect(overlap(box, box)).toBe(1);
		expect(overlap(box, { ...box, x: 5 })).toBeCloseTo(1 / 3);
		expect(overlap(box, { ...box, x: 11 })).toBe(0);
	});

	test('a square beyond the picture is black there, and shrinking averages', () => {
		const sampled = sampleSquare(grey(64, 64), { left: -64, top: 0, side: 128 }, BLAZE_SIZE);
		expect(sampled[0]).toBe(-1);
		expect(sampled[64 * 3]).toBeCloseTo(100 / 127.5 - 1);
		const stripes = grey(512, 512);
		stripes.rgb.forEach((_, at) => (stripes.rgb[at] = Math.floor(at / 3) % 2 === 0 ? 0 : 200));
		const mixed = sampleSquare(stripes, { left: 0, top: 0, side: 512 }, BLAZE_SIZE);
		expect(mixed[3000]).toBeCloseTo(100 / 127.5 - 1);
	});
});

function grey(width: number, height: number): Raster {
	return { width, height, rgb: new Uint8Array(width * height * 3).fill(100) };
}

function spot({ width, rgb }: Raster, [x, y]: Point, radius: number): void {
	for (let v = Math.floor(y - radius); v <= y + radius; v++)
		for (let u = Math.floor(x - radius); u <= x + radius; u++)
			if (Math.hypot(u - x, v - y) <= radius)
				rgb.fill(220, (v * width + u) * 3, (v * width + u) * 3 + 3);
}
