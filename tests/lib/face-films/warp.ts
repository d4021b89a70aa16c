// Draws a picture whose net of triangles has been moved: far triangles first, what lies outside the net stays.
import type { Picture } from '../../../scripts/lib/face-photos.ts';
import { FACE_POINTS, type FaceMesh, type Point } from './face-mesh.ts';

interface Placed {
	readonly from: readonly [Point, Point, Point];
	readonly to: readonly [Point, Point, Point];
	readonly depth: number;
}

/** Flatter ones (px², twice) are seen from their edge. */
const THINNEST = 0.02;

export function warped(picture: Picture, mesh: FaceMesh, points: readonly Point[]): Picture {
	const drawn = { ...picture, data: picture.data.slice() };
	for (const { from, to } of placed(mesh, points)) drawTriangle(drawn, picture, from, to);
	return drawn;
}

function placed({ points, triangles }: FaceMesh, moved: readonly Point[]): Placed[] {
	const all: Placed[] = [];
	for (let first = 0; first < triangles.length; first += 3) {
		const corners = [...triangles.subarray(first, first + 3)];
		const [from, to] = [points, moved].map((some) => three(some, corners)) as [Three, Three];
		if (from.every(([x, y], corner) => x === to[corner]?.[0] && y === to[corner]?.[1])) continue;
		const face = corners.every((corner) => corner < FACE_POINTS);
		all.push({ from, to, depth: face ? to[0][2] + to[1][2] + to[2][2] : Infinity });
	}
	return all.sort((one, other) => (one.depth === other.depth ? 0 : other.depth - one.depth));
}

type Three = [Point, Point, Point];

const three = (points: readonly Point[], corners: readonly number[]): Three =>
	corners.map((corner) => points[corner] ?? [0, 0, 0]) as Three;

function drawTriangle(
	drawn: Picture,
	source: Picture,
	from: Placed['from'],
	to: Placed['to']
): void {
	const [[ax, ay], [bx, by], [cx, cy]] = to;
	const twice = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy);
	if (Math.abs(twice) < THINNEST) return;
	const [left, right] = inside([ax, bx, cx], drawn.width);
	const [top, bottom] = inside([ay, by, cy], drawn.height);
	for (let y = top; y <= bottom; y++)
		for (let x = left; x <= right; x++) {
			const a = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / twice;
			const b = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / twice;
			const c = 1 - a - b;
			if (a < -0.001 || b < -0.001 || c < -0.001) continue;
			const sx = a * from[0][0] + b * from[1][0] + c * from[2][0];
			const sy = a * from[0][1] + b * from[1][1] + c * from[2][1];
			copyPixel(drawn, (y * drawn.width + x) * 4, source, sx, sy);
		}
}

function inside(values: readonly number[], size: number): [number, number] {
	return [
		Math.max(0, Math.floor(Math.min(...values))),
		Math.min(size - 1, Math.ceil(Math.max(...values)))
	];
}

/** Between four pixels. */
export function copyPixel(to: Picture, index: number, from: Picture, x: number, y: number): void {
	const { width, height, data } = from;
	const [fx, fy] = [
		Math.max(0, Math.min(width - 1.001, x)),
		Math.max(0, Math.min(height - 1.001, y))
	];
	const [left, top] = [Math.floor(fx), Math.floor(fy)];
	const [right, below] = [fx - left, fy - top];
	const first = (top * width + left) * 4;
	const under = first + width * 4;
	for (let channel = 0; channel < 4; channel++) {
		const above = mixed(data, first + channel, right);
		to.data[index + channel] = above + (mixed(data, under + channel, right) - above) * below;
	}
}

function mixed(data: Uint8Array, index: number, right: number): number {
	const left = data[index] ?? 0;
	return left + ((data[index + 4] ?? 0) - left) * right;
}
