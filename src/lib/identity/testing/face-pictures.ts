// Pictures of faces for the server's tests, cut from the samples of `@vladmandic/face-api` (a devDependency), and what
// may be done to them: mirrored, scaled, a head turned.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decode, encode } from 'jpeg-js';

interface Rgba {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8Array;
}

interface Cut {
	readonly sample: number;
	readonly width: number;
	readonly height: number;
	readonly left: number;
	readonly top: number;
}

/** The same person in two photographs, another one, and two people in one. */
export const CUTS = {
	portrait: { sample: 1, width: 320, height: 400, left: 1405, top: 152 },
	live: { sample: 3, width: 640, height: 640, left: 860, top: 60 },
	other: { sample: 6, width: 560, height: 420, left: 984, top: 240 },
	two: { sample: 6, width: 760, height: 570, left: 200, top: 330 },
	/** Trousers and a carpet. */
	nobody: { sample: 6, width: 400, height: 300, left: 1500, top: 1150 }
} as const satisfies Record<string, Cut>;

const samples = new Map<number, Rgba>();

function sampleOf(number: number): Rgba {
	const known = samples.get(number);
	if (known) return known;
	const file = `../../../../node_modules/@vladmandic/face-api/demo/sample${String(number)}.jpg`;
	const bytes = readFileSync(fileURLToPath(new URL(file, import.meta.url)));
	const sample = decode(bytes, { useTArray: true });
	samples.set(number, sample);
	return sample;
}

type Place = readonly [x: number, y: number];

/** Each pixel of the new picture is fetched from a place of the old one. */
function drawn(
	from: Rgba,
	width: number,
	height: number,
	place: (x: number, y: number) => Place
): Rgba {
	const data = new Uint8Array(width * height * 4).fill(255);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const [u, v] = place(x, y).map(Math.round) as [number, number];
			const inside = u >= 0 && v >= 0 && u < from.width && v < from.height;
			const at = (v * from.width + u) * 4;
			if (inside) data.set(from.data.subarray(at, at + 4), (y * width + x) * 4);
		}
	return { width, height, data };
}

export function faceCut(name: keyof typeof CUTS): Rgba {
	const { sample, width, height, left, top } = CUTS[name];
	return drawn(sampleOf(sample), width, height, (x, y) => [left + x, top + y]);
}

export const mirrored = (picture: Rgba): Rgba =>
	drawn(picture, picture.width, picture.height, (x, y) => [picture.width - 1 - x, y]);

export const scaled = (picture: Rgba, by: number): Rgba =>
	drawn(picture, Math.round(picture.width * by), Math.round(picture.height * by), (x, y) => [
		x / by,
		y / by
	]);

export const darkened = (picture: Rgba, by: number): Rgba => ({
	...picture,
	data: picture.data.map((value, at) => (at % 4 === 3 ? value : value * by))
});

/**
 * The head turned as if it were an egg, by so many degrees towards the right of the picture.
 * @param face its middle and width
 */
export function turnedHead(
	picture: Rgba,
	degrees: number,
	face: { readonly x: number; readonly y: number; readonly width: number }
): Rgba {
	const [wide, high] = [face.width * 0.65, face.width * 0.95];
	const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
	return drawn(picture, picture.width, picture.height, (x, y) => {
		const [u, v] = [(x - face.x) / wide, (y - face.y) / high];
		const towards = 1 - u * u - v * v;
		if (towards <= 0) return [x, y];
		const from = u * cos - Math.sqrt(towards) * sin;
		const edge = Math.sqrt(1 - v * v);
		return [face.x + Math.max(-edge, Math.min(edge, from)) * wide, y];
	});
}

export const jpegOf = (picture: Rgba, quality = 88): Uint8Array => encode(picture, quality).data;
