// What BlazeFace (front, 128 × 128) says, as faces in the picture. Owns its anchors and its way of merging: the boxes
// that overlap are one face, averaged by their scores, as MediaPipe does it.
import type { Point } from './raster.ts';
import type { Square } from './square-sample.ts';

export const BLAZE_SIZE = 128;
const VALUES = 16;
const SAME_FACE_OVERLAP = 0.3;

/** The eyes' and ears' sides are the picture's: the person's own right eye comes first where it is not mirrored. */
export interface FacePoints {
	readonly leftEye: Point;
	readonly rightEye: Point;
	readonly nose: Point;
	readonly mouth: Point;
	readonly leftEar: Point;
	readonly rightEar: Point;
}

export interface FaceBox {
	readonly score: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly points: FacePoints;
}

export interface BlazeOutput {
	/** 512 of the fine grid, then 384 of the coarse one. */
	readonly scores: Float32Array;
	/** 16 of each: centre, size, six points. */
	readonly boxes: Float32Array;
}

const ANCHORS: readonly Point[] = [...grid(16, 2), ...grid(8, 6)];

function grid(cells: number, each: number): Point[] {
	return Array.from({ length: cells * cells * each }, (_, at) => {
		const cell = Math.floor(at / each);
		return [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
	});
}

/** @param square where in the picture the detector looked. @returns best first */
export function facesIn(output: BlazeOutput, square: Square, leastScore: number): FaceBox[] {
	const found: Raw[] = [];
	ANCHORS.forEach((anchor, at) => {
		const score = 1 / (1 + Math.exp(-(output.scores[at] ?? -100)));
		if (score < leastScore) return;
		const values = output.boxes.subarray(at * VALUES, (at + 1) * VALUES);
		found.push({ score, values: inPicture(values, anchor, square) });
	});
	found.sort((a, b) => b.score - a.score);
	return groups(found).map(averaged);
}

/** Centre x, y, width, height, then x, y of six points, in pixels of the picture. */
interface Raw {
	readonly score: number;
	readonly values: readonly number[];
}

function inPicture(values: Float32Array, [ax, ay]: Point, { left, top, side }: Square): number[] {
	return Array.from(values, (value, at) => {
		const part = value / BLAZE_SIZE;
		if (at === 2 || at === 3) return part * side;
		return at % 2 === 0 ? left + (ax + part) * side : top + (ay + part) * side;
	});
}

function groups(found: readonly Raw[]): Raw[][] {
	const all: Raw[][] = [];
	for (const one of found) {
		const same = all.find(([best]) => best && overlap(boxOf(best), boxOf(one)) > SAME_FACE_OVERLAP);
		if (same) same.push(one);
		else all.push([one]);
	}
	return all;
}

const boxOf = ({ values: [x = 0, y = 0, width = 0, height = 0] }: Raw): Box => ({
	x,
	y,
	width,
	height
});

type Box = Pick<FaceBox, 'x' | 'y' | 'width' | 'height'>;

/** Area in common over area of both. */
export function overlap(a: Box, b: Box): number {
	const side = (p: number, wide: number, q: number, other: number): number =>
		Math.max(0, Math.min(p + wide / 2, q + other / 2) - Math.max(p - wide / 2, q - other / 2));
	const both = side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height);
	return both / (a.width * a.height + b.width * b.height - both);
}

function averaged(group: readonly Raw[]): FaceBox {
	const weight = group.reduce((sum, { score }) => sum + score, 0);
	const value = (at: number): number =>
		group.reduce((sum, { score, values }) => sum + score * (values[at] ?? 0), 0) / weight;
	const point = (nth: number): Point => [value(4 + 2 * nth), value(5 + 2 * nth)];
	return {
		score: group[0]?.score ?? 0,
		...{ x: value(0), y: value(1), width: value(2), height: value(3) },
		points: {
			...{ leftEye: point(0), rightEye: point(1), nose: point(2), mouth: point(3) },
			...{ leftEar: point(4), rightEar: point(5) }
		}
	};
}
