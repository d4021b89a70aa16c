// Pictures as a camera gives them, small as a look takes them, made of arithmetic and noise.
import { LOOK_SIZE } from '../picture-stats.ts';

type Colour = readonly [number, number, number];

/** @param x @param y from −1 to 1 */
export type Scene = (x: number, y: number) => Colour;

/** The same numbers each time (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** @param noise standard deviation of each colour after averaging: 0.3 by day, 2 in a dark room */
export function pictureOf(scene: Scene, noise: number, random: () => number): Uint8ClampedArray {
	const { width, height } = LOOK_SIZE;
	const rgba = new Uint8ClampedArray(width * height * 4);
	for (let pixel = 0; pixel < width * height; pixel++) {
		const x = ((pixel % width) / (width - 1)) * 2 - 1;
		const y = (Math.floor(pixel / width) / (height - 1)) * 2 - 1;
		const colour = scene(x, y).map((level) => level + noise * normal(random));
		rgba.set([...colour, 255], pixel * 4);
	}
	return rgba;
}

const normal = (random: () => number): number =>
	Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const grey = (level: number): Colour => [level, level, level];

/** A lid: no light at all. */
export const lid: Scene = () => grey(0);
/** A sticker that lets a little through, and the sensor's gain. */
export const sticker: Scene = () => grey(14);
/** Light through it: red, brighter in the middle. */
export const finger: Scene = (x, y) => {
	const light = Math.exp(-(x * x + y * y));
	return [70 + 60 * light, 15 + 20 * light, 12 + 15 * light];
};
/** Hardly more than red: its luma is that of a lid. */
export const darkFinger: Scene = () => [48, 8, 4];
/** Held before it, light from one side. */
export const hand: Scene = (x, y) => [110 + 22 * x + 6 * y, 80 + 18 * x, 70 + 15 * x];
/** Lit evenly by the screen. */
export const paper: Scene = (_, y) => grey(190 + 6 * y);
/** Somebody before a plain wall. @param light 1 = a bright room */
export const person =
	(light = 1): Scene =>
	(x, y) => {
		const inFace = (x / 0.22) ** 2 + ((y + 0.2) / 0.5) ** 2 < 1;
		const inBody = y > 0.3 && Math.abs(x) < 0.25 + (y - 0.3) * 0.6;
		const wall = 175 - 18 * (x * x + y * y);
		if (inFace) return [150 * light, 112 * light, 95 * light];
		return grey((inBody ? 45 : wall) * light);
	};
