// What a look at a picture comes down to (C29): a few figures of its luma, drawn so small that a pixel is the mean of many.
// Pure.

/** px; the picture's shape does not matter. */
export const LOOK_SIZE = { width: 64, height: 36 } as const;

/** In levels from 0 to 255; of luma, unless said otherwise. */
export interface PictureStats {
	/** Mean of each pixel's brightest colour: light through a finger is red, and no more than that. */
	readonly light: number;
	/** Standard deviation. */
	readonly deviation: number;
	/** Step between neighbours that one pair in a hundred exceeds: what is out of focus has shades, and no such step. */
	readonly edge: number;
	/** Mean difference to the look before; null = there was none. Exactly 0: the very same picture. */
	readonly difference: number | null;
}

/** BT.601 */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * Both of `LOOK_SIZE`.
 * @param before null = there was none
 */
export function statsOf(rgba: Rgba, before: Rgba | null): PictureStats {
	const luma = lumaOf(rgba);
	const mean = meanOf(luma);
	return {
		light: meanOf(ofPixels(rgba, Math.max)),
		deviation: Math.sqrt(meanOf(luma.map((level) => (level - mean) ** 2))),
		edge: edgeOf(luma),
		difference: before && differenceOf(luma, lumaOf(before))
	};
}

type Rgba = ArrayLike<number>;

const ofPixels = (rgba: Rgba, value: (r: number, g: number, b: number) => number): Float32Array =>
	Float32Array.from({ length: rgba.length / 4 }, (_, pixel) =>
		value(rgba[pixel * 4] ?? 0, rgba[pixel * 4 + 1] ?? 0, rgba[pixel * 4 + 2] ?? 0)
	);

/** Not rounded: two pictures are the same only if each of their colours is. */
const lumaOf = (rgba: Rgba): Float32Array =>
	ofPixels(rgba, (red, green, blue) => RED * red + GREEN * green + BLUE * blue);

const differenceOf = (luma: Float32Array, before: Float32Array): number =>
	meanOf(luma.map((level, pixel) => Math.abs(level - (before[pixel] ?? 0))));

const meanOf = (values: Float32Array): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of all pairs of neighbours. */
const STRONGEST = 0.99;

function edgeOf(luma: Float32Array): number {
	const { width } = LOOK_SIZE;
	const steps = new Float32Array(luma.length * 2);
	luma.forEach((level, pixel) => {
		const beside = (pixel + 1) % width === 0 ? level : (luma[pixel + 1] ?? level);
		const below = luma[pixel + width] ?? level;
		steps[pixel * 2] = Math.abs(level - beside);
		steps[pixel * 2 + 1] = Math.abs(level - below);
	});
	return steps.sort()[Math.floor(steps.length * STRONGEST)] ?? 0;
}
