// What a look at a picture comes down to (C29): a few figures of its luma, drawn so small that a pixel is the mean of many.
// Pure.

/** px; the picture's shape does not matter. */
export const LOOK_SIZE = { width: 64, height: 36 } as const;

/** In levels of luma, 0 to 255. */
export interface PictureStats {
	readonly mean: number;
	/** Standard deviation. */
	readonly deviation: number;
	/** Step between neighbours that one pair in a hundred exceeds: what is out of focus has shades, and no such step. */
	readonly edge: number;
	/** Mean difference to the look before; null = there was none. Exactly 0: the very same picture. */
	readonly difference: number | null;
}

/** BT.601 */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/** Not rounded: two pictures are the same only if each of their colours is. @param rgba of `LOOK_SIZE` */
export const lumaOf = (rgba: ArrayLike<number>): Float32Array =>
	Float32Array.from(
		{ length: rgba.length / 4 },
		(_, pixel) =>
			RED * (rgba[pixel * 4] ?? 0) +
			GREEN * (rgba[pixel * 4 + 1] ?? 0) +
			BLUE * (rgba[pixel * 4 + 2] ?? 0)
	);

export function statsOf(luma: Float32Array, before: Float32Array | null): PictureStats {
	const mean = meanOf(luma);
	return {
		mean,
		deviation: Math.sqrt(meanOf(luma.map((level) => (level - mean) ** 2))),
		edge: edgeOf(luma),
		difference: before && meanOf(luma.map((level, pixel) => Math.abs(level - (before[pixel] ?? 0))))
	};
}

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
