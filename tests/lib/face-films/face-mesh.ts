// A person as the films know them: a piece of a photograph, soft at its edges, and the net of triangles over the face.
import Delaunator from 'delaunator';
import jpeg from 'jpeg-js';
import {
	cutOut,
	type Cut,
	type FacePerson,
	type Picture
} from '../../../scripts/lib/face-photos.ts';
import POINTS from '../../fixtures/face-points.json' with { type: 'json' };
import { FILM_HEIGHT, FILM_WIDTH, type Pose } from './timetable.ts';

export type Point = readonly [x: number, y: number, z: number];

export interface FaceMesh {
	/** The face's own points, then two rings around it: the first goes with the head, the second never moves. */
	readonly points: readonly Point[];
	/** Three corners each. */
	readonly triangles: Uint32Array;
	readonly width: number;
	readonly height: number;
	/** What the head turns about. */
	readonly pivot: Point;
	/** How the head is held in the photograph. */
	readonly held: Pick<Pose, 'yaw' | 'pitch'>;
}

export interface Face {
	/** As large as a film. */
	readonly picture: Picture;
	readonly mesh: FaceMesh;
}

export const FACE_POINTS = 468;
export const RING_POINTS = 28;

const SIZE = { width: FILM_WIDTH, height: FILM_HEIGHT };

/** Where the people of the films are: A with her head in the middle, between two others whom the soft edge leaves out. */
const SOURCES: Readonly<Record<FacePerson, Cut>> = {
	a: { file: 'sample3.jpg', x: 815, y: 150, ...SIZE },
	b: { file: 'sample6.jpg', x: 960, y: 250, ...SIZE }
};

/** Measured with the photographs, and then seen in the films: what has to be undone for a frontal face. */
const HELD: Readonly<Record<FacePerson, FaceMesh['held']>> = {
	a: { yaw: -17, pitch: -6 },
	b: { yaw: 8, pitch: -16 }
};

const loading = new Map<FacePerson, Promise<Face>>();

export function faceOf(who: FacePerson): Promise<Face> {
	const face = loading.get(who) ?? load(who);
	loading.set(who, face);
	return face;
}

/** The piece of a photograph that a person's films are made of, as a JPEG. */
export async function sourcePicture(who: FacePerson): Promise<Buffer> {
	return jpeg.encode(await cutOut(SOURCES[who]), 95).data;
}

async function load(who: FacePerson): Promise<Face> {
	const mesh = meshOf(meshPoints(who), HELD[who]);
	const picture = await cutOut(SOURCES[who]);
	soften(picture, mesh);
	return { picture, mesh };
}

/** The face's own points, in px of `sourcePicture`. */
export function meshPoints(who: FacePerson): Point[] {
	const flat = POINTS[who];
	return Array.from({ length: FACE_POINTS }, (_, index) => {
		const [x = 0, y = 0, z = 0] = flat.slice(index * 3);
		return [x, y, z];
	});
}

function meshOf(face: readonly Point[], held: FaceMesh['held']): FaceMesh {
	const [left, right] = ends(face.map(([x]) => x));
	const [top, bottom] = ends(face.map(([, y]) => y));
	const [width, height] = [right - left, bottom - top];
	const depths = face.map(([, , z]) => z).sort((one, other) => one - other);
	const back = (depths[Math.floor(face.length * 0.9)] ?? 0) + width / 4;
	const pivot: Point = [(left + right) / 2, (top + bottom) / 2, back];
	const ring = (size: number): Point[] =>
		ringAround(pivot, (width / 2) * size, (height / 2) * size);
	const points = [...face, ...ring(1.45), ...ring(2.1)];
	const { triangles } = Delaunator.from(points.map(([x, y]) => [x, y]));
	return { points, triangles, width, height, pivot, held };
}

const ends = (values: readonly number[]): [number, number] => [
	Math.min(...values),
	Math.max(...values)
];

/** A little above the middle: a head reaches further up than its face. */
function ringAround([x, y]: Point, across: number, down: number): Point[] {
	return Array.from({ length: RING_POINTS }, (_, index): Point => {
		const angle = (index / RING_POINTS) * 2 * Math.PI;
		const at = [x + Math.cos(angle) * across, y - down * 0.08 + Math.sin(angle) * down] as const;
		return [clamped(at[0], FILM_WIDTH - 1), clamped(at[1], FILM_HEIGHT - 1), 0];
	});
}

const clamped = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** Alpha: head and shoulders stay, the room of the photograph goes. */
function soften({ data }: Picture, { pivot, width, height }: FaceMesh): void {
	const [x0, y0] = pivot;
	for (let y = 0; y < FILM_HEIGHT; y++)
		for (let x = 0; x < FILM_WIDTH; x++) {
			const [across, down] = [(x - x0) / width, (y - y0) / height];
			const head = 1 - Math.hypot(across / 0.95, (down + 0.08) / 1.05);
			const body = down > 0 ? 1 - Math.hypot(across / 1.25, Math.min(0, down - 1.05) / 0.5) : 0;
			data[(y * FILM_WIDTH + x) * 4 + 3] = 255 * clamped(Math.max(head, body) * 5, 1);
		}
}
