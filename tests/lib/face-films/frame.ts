// One frame of a film: the scene is put together, lit, and seen by a camera with a little noise. The same every time.
import jpeg from 'jpeg-js';
import { idPhoto, type Picture } from '../../../scripts/lib/face-photos.ts';
import { faceOf, type Point } from './face-mesh.ts';
import { MASK, MOUTH } from './face-shape.ts';
import { writtenJpeg } from './jpeg-writer.ts';
import { emptyRoom, fillShape, holdUp, layOver } from './painting.ts';
import { posed } from './posing.ts';
import { sceneOf, type FilmName, type Scene } from './timetable.ts';
import { warped } from './warp.ts';

export async function filmedFrame(name: FilmName, frame: number): Promise<Buffer> {
	const { people, photo, light } = sceneOf(name, frame);
	const picture = emptyRoom();
	if (photo) holdUp(picture, await photoOfA(), photo);
	for (const seated of people) layOver(picture, await personIn(seated), seated.dx, seated.dy);
	expose(picture, light, frame);
	return writtenJpeg(picture);
}

let decoded: Promise<Picture> | undefined;

function photoOfA(): Promise<Picture> {
	decoded ??= idPhoto('a').then((file) => jpeg.decode(file, { useTArray: true }));
	return decoded;
}

const INSIDE_MOUTH = [45, 15, 18] as const;
const CLOTH = [150, 190, 215] as const;

async function personIn({ who, pose, mask }: Scene['people'][number]): Promise<Picture> {
	const { picture, mesh } = await faceOf(who);
	const points = posed(mesh, pose);
	const drawn = warped(picture, mesh, points);
	const shape = (corners: readonly number[]): Point[] =>
		corners.map((corner) => points[corner] ?? [0, 0, 0]);
	if (pose.mouth > 0) fillShape(drawn, shape(MOUTH), INSIDE_MOUTH, 0.85 * pose.mouth);
	if (mask) fillShape(drawn, shape(MASK), CLOTH, 1);
	return drawn;
}

/** A prime: the same grain falls on another place in every row and frame. */
const GRAINS = 65_521;
const GRAIN = 2.2;
let grains: Float32Array | undefined;

/** The sensor's noise stays when the light goes. */
function expose({ data }: Picture, light: number, frame: number): void {
	grains ??= grain();
	const start = (frame * 31_337) % GRAINS;
	for (let index = 0, at = start; index < data.length; index += 4, at++) {
		const noise = grains[at % GRAINS] ?? 0;
		for (let channel = index; channel < index + 3; channel++)
			data[channel] = Math.max(0, Math.min(255, (data[channel] ?? 0) * light + noise));
	}
}

/** Numbers of a Lehmer generator: seeded, the same on every machine. */
function grain(): Float32Array {
	let state = 20_261_130;
	const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
	return Float32Array.from({ length: GRAINS }, () => GRAIN * (next() + next() - next() - next()));
}
