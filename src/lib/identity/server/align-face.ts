// A face moved, turned and scaled to where SFace was trained to find it: eyes, nose and mouth on a template of 112 × 112.
import type { FacePoints } from './blaze-boxes.ts';
import type { Point, Raster } from './raster.ts';

export const ALIGNED_SIZE = 112;
const MOST_SAMPLES = 16;

/** ArcFace's template. BlazeFace knows the middle of the mouth only, so its two corners become one point. */
const TEMPLATE: readonly Point[] = [
	[38.2946, 51.6963],
	[73.5318, 51.5014],
	[56.0252, 71.7366],
	[56.1396, 92.2848]
];

/** x' = a x - b y + dx, y' = b x + a y + dy */
export interface Similarity {
	readonly a: number;
	readonly b: number;
	readonly dx: number;
	readonly dy: number;
}

/** Least squares: the one that brings `from` nearest to `to`. */
export function similarity(from: readonly Point[], to: readonly Point[]): Similarity {
	const [fx, fy] = middle(from);
	const [tx, ty] = middle(to);
	let [along, across, size] = [0, 0, 0];
	from.forEach(([px, py], at) => {
		const [qx, qy] = to[at] ?? [0, 0];
		const [x, y, u, v] = [px - fx, py - fy, qx - tx, qy - ty];
		along += x * u + y * v;
		across += x * v - y * u;
		size += x * x + y * y;
	});
	const [a, b] = [along / size, across / size];
	return { a, b, dx: tx - a * fx + b * fy, dy: ty - b * fx - a * fy };
}

const middle = (points: readonly Point[]): Point => [
	points.reduce((sum, [x]) => sum + x, 0) / points.length,
	points.reduce((sum, [, y]) => sum + y, 0) / points.length
];

/** @returns 112 × 112 pixels in red, green, blue; black beyond the picture */
export function alignFace(raster: Raster, points: FacePoints): Float32Array {
	const { leftEye, rightEye, nose, mouth } = points;
	const { a, b, dx, dy } = similarity([leftEye, rightEye, nose, mouth], TEMPLATE);
	const square = a * a + b * b;
	const samples = Math.max(1, Math.min(MOST_SAMPLES, Math.round(1 / Math.sqrt(square))));
	const out = new Float32Array(ALIGNED_SIZE * ALIGNED_SIZE * 3);
	for (let y = 0; y < ALIGNED_SIZE * samples; y++)
		for (let x = 0; x < ALIGNED_SIZE * samples; x++) {
			const [u, v] = [(x + 0.5) / samples - 0.5 - dx, (y + 0.5) / samples - 0.5 - dy];
			const at = (Math.floor(y / samples) * ALIGNED_SIZE + Math.floor(x / samples)) * 3;
			addBetween(out, at, raster, (a * u + b * v) / square, (a * v - b * u) / square);
		}
	const each = samples * samples;
	return out.map((sum) => sum / each);
}

/** Bilinear. */
function addBetween(out: Float32Array, at: number, raster: Raster, x: number, y: number): void {
	const { width, height, rgb } = raster;
	if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) return;
	const [left, top] = [Math.floor(x), Math.floor(y)];
	const [fx, fy] = [x - left, y - top];
	const from = (top * width + left) * 3;
	const right = left + 1 < width ? 3 : 0;
	const below = top + 1 < height ? width * 3 : 0;
	for (let c = 0; c < 3; c++) {
		const upper = (rgb[from + c] ?? 0) * (1 - fx) + (rgb[from + right + c] ?? 0) * fx;
		const lower =
			(rgb[from + below + c] ?? 0) * (1 - fx) + (rgb[from + below + right + c] ?? 0) * fx;
		out[at + c] = (out[at + c] ?? 0) + upper * (1 - fy) + lower * fy;
	}
}

/** As SFace takes it: all of red, then green, then blue, 0 to 255. */
export function planesOf(aligned: Float32Array): Float32Array {
	const pixels = aligned.length / 3;
	return Float32Array.from(
		aligned,
		(_, at) => aligned[(at % pixels) * 3 + Math.floor(at / pixels)] ?? 0
	);
}
