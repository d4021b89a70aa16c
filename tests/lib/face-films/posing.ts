// Where the points of a face go in a pose: turned as a body in space, lids and jaw moved before that.
import { CHIN, EYES, LOWER_LIP } from './face-shape.ts';
import { FACE_POINTS, RING_POINTS, type FaceMesh, type Point } from './face-mesh.ts';
import type { Pose } from './timetable.ts';

/** @returns the mesh's points in this pose; z still tells what lies before what */
export function posed(mesh: FaceMesh, pose: Pose): Point[] {
	const face = mesh.points.slice(0, FACE_POINTS);
	if (pose.blink > 0) closeEyes(face, mesh, pose.blink);
	if (pose.mouth > 0) openMouth(face, mesh, pose.mouth);
	const yaw = radians(pose.yaw - mesh.held.yaw);
	const pitch = radians(pose.pitch - mesh.held.pitch);
	const [across, down] = [0.22 * mesh.width * Math.sin(yaw), -0.15 * mesh.width * Math.sin(pitch)];
	const hair = mesh.points.slice(FACE_POINTS, FACE_POINTS + RING_POINTS);
	return [
		...face.map((point) => turned(point, mesh.pivot, yaw, pitch)),
		...hair.map(([x, y, z]): Point => [x + across, y + down, z]),
		...mesh.points.slice(FACE_POINTS + RING_POINTS)
	];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function turned([x, y, z]: Point, [x0, y0, z0]: Point, yaw: number, pitch: number): Point {
	const [X, Y, Z] = [x - x0, y - y0, z - z0];
	const depth = X * Math.sin(yaw) + Z * Math.cos(yaw);
	return [
		x0 + X * Math.cos(yaw) - Z * Math.sin(yaw),
		y0 + Y * Math.cos(pitch) + depth * Math.sin(pitch),
		depth
	];
}

/** The upper lid comes down to the lower one, and what is above follows by part of the way. */
function closeEyes(face: Point[], { points, height }: FaceMesh, blink: number): void {
	for (const { upper, lower, crease, brow } of EYES)
		upper.forEach((lid, index) => {
			const [from, to] = [at(points, lid), at(points, lower[index] ?? lid)];
			const drop = (to[1] - from[1]) * blink;
			face[lid] = between(from, [to[0], to[1] + height * 0.004, to[2]], blink);
			lowered(face, [crease[index] ?? 0], drop);
			if (index < brow.length) lowered(face, [brow[index] ?? 0], drop * 0.3);
		});
}

function openMouth(face: Point[], { height }: FaceMesh, mouth: number): void {
	lowered(face, LOWER_LIP, 0.22 * height * mouth);
	lowered(face, CHIN, 0.187 * height * mouth);
}

const at = (points: readonly Point[], index: number): Point => points[index] ?? [0, 0, 0];

function between(from: Point, to: Point, part: number): Point {
	const along = (axis: 0 | 1 | 2): number => from[axis] + (to[axis] - from[axis]) * part;
	return [along(0), along(1), along(2)];
}

function lowered(face: Point[], indices: readonly number[], by: number): void {
	for (const index of indices) {
		const [x, y, z] = at(face, index);
		face[index] = [x, y + by, z];
	}
}
