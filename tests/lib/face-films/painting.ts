// The room, what is painted on a face, and how people and things are laid over the room.
import type { Picture } from '../../../scripts/lib/face-photos.ts';
import type { Point } from './face-mesh.ts';
import { FILM_HEIGHT, FILM_WIDTH, type Scene } from './timetable.ts';
import { copyPixel } from './warp.ts';

type Colour = readonly [red: number, green: number, blue: number];

const WALL: Colour = [176, 172, 160];
const WINDOW: Colour = [214, 222, 226];
const CABINET: Colour = [118, 96, 74];
/** px over which the room's edges melt: a camera is sharp near the face only. */
const BLUR = 22;

let room: Picture | undefined;

/** A wall, a window and a cabinet, out of focus. */
export function emptyRoom(): Picture {
	room ??= painted((x, y) => {
		const shade = 1.04 - (0.16 * y) / FILM_HEIGHT - (0.1 * x) / FILM_WIDTH;
		const wall = WALL.map((part) => part * shade) as [number, number, number];
		const window = within(x, 30, 190) * within(y, -40, 250);
		const cabinet = within(x, 500, 700) * within(y, 190, 520);
		return blended(blended(wall, WINDOW, window), CABINET, cabinet);
	});
	return { ...room, data: room.data.slice() };
}

function painted(colour: (x: number, y: number) => Colour): Picture {
	const data = new Uint8Array(FILM_WIDTH * FILM_HEIGHT * 4);
	for (let y = 0; y < FILM_HEIGHT; y++)
		for (let x = 0; x < FILM_WIDTH; x++) data.set([...colour(x, y), 255], (y * FILM_WIDTH + x) * 4);
	return { width: FILM_WIDTH, height: FILM_HEIGHT, data };
}

const within = (value: number, from: number, to: number): number =>
	step((value - from) / BLUR) * step((to - value) / BLUR);

const step = (value: number): number => 1 / (1 + Math.exp(-2 * value));

const blended = (under: Colour, over: Colour, part: number): Colour => [
	under[0] + (over[0] - under[0]) * part,
	under[1] + (over[1] - under[1]) * part,
	under[2] + (over[2] - under[2]) * part
];

/** Lays a picture with soft edges over another of the same size, moved by whole pixels. */
export function layOver(under: Picture, over: Picture, dx: number, dy: number): void {
	const { width, height } = under;
	for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++)
		for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
			const from = ((y - dy) * width + (x - dx)) * 4;
			const alpha = (over.data[from + 3] ?? 0) / 255;
			if (alpha > 0) mixIn(under.data, (y * width + x) * 4, over.data, from, alpha);
		}
}

function mixIn(
	data: Uint8Array,
	index: number,
	colours: ArrayLike<number>,
	from: number,
	alpha: number
): void {
	for (let channel = 0; channel < 3; channel++) {
		const old = data[index + channel] ?? 0;
		data[index + channel] = old + ((colours[from + channel] ?? 0) - old) * alpha;
	}
}

export function fillShape(
	picture: Picture,
	corners: readonly Point[],
	colour: Colour,
	alpha: number
): void {
	const heights = corners.map(([, y]) => y);
	const last = Math.min(picture.height - 1, Math.floor(Math.max(...heights)));
	for (let y = Math.max(0, Math.ceil(Math.min(...heights))); y <= last; y++) {
		const crossings = crossingsAt(corners, y);
		for (let pair = 0; pair + 1 < crossings.length; pair += 2)
			for (let x = Math.ceil(crossings[pair] ?? 0); x <= (crossings[pair + 1] ?? 0); x++)
				if (x >= 0 && x < picture.width)
					mixIn(picture.data, (y * picture.width + x) * 4, colour, 0, alpha);
	}
}

function crossingsAt(corners: readonly Point[], y: number): number[] {
	return corners
		.flatMap(([x0, y0], index) => {
			const [x1, y1] = corners[(index + 1) % corners.length] ?? [x0, y0];
			return y0 > y === y1 > y ? [] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)];
		})
		.sort((one, other) => one - other);
}

/** How much larger than the photo's own pixels. */
const PHOTO_SCALE = 1.05;
const PAPER: Colour = [236, 234, 228];
/** White edge of the paper (px of the photo). */
const EDGE = 14;

export function holdUp(
	under: Picture,
	photo: Picture,
	{ dx, dy, degrees, squeeze }: NonNullable<Scene['photo']>
): void {
	const [sin, cos] = [Math.sin, Math.cos].map((of) => of((degrees * Math.PI) / 180)) as [
		number,
		number
	];
	for (let y = 0; y < under.height; y++)
		for (let x = 0; x < under.width; x++) {
			const across = (x - under.width / 2 - dx) / PHOTO_SCALE;
			const down = (y - under.height / 2 - dy) / PHOTO_SCALE;
			const px = (cos * across + sin * down) / squeeze + photo.width / 2;
			const py = cos * down - sin * across + photo.height / 2;
			const out = Math.max(-px, -py, px - photo.width, py - photo.height);
			const index = (y * under.width + x) * 4;
			if (out <= 0) copyPixel(under, index, photo, px, py);
			else if (out <= EDGE) mixIn(under.data, index, PAPER, 0, 1);
		}
}
