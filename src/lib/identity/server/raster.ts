// A picture as its pixels. Turning it as its file says it is to be looked at.

export interface Raster {
	readonly width: number;
	readonly height: number;
	/** Red, green, blue, row by row. */
	readonly rgb: Uint8Array;
}

export type Point = readonly [x: number, y: number];

/** EXIF's numbers 1 to 8: where the file's first row and column belong. */
export function turned(raster: Raster, orientation: number): Raster {
	if (orientation < 2 || orientation > 8) return raster;
	const { width, height, rgb } = raster;
	const lies = orientation >= 5;
	const [wide, high] = lies ? [height, width] : [width, height];
	const flipX = [2, 3, 7, 8].includes(orientation);
	const flipY = [3, 4, 6, 7].includes(orientation);
	const out = new Uint8Array(rgb.length);
	for (let y = 0; y < high; y++)
		for (let x = 0; x < wide; x++) {
			const [u, v] = lies ? [y, x] : [x, y];
			const fromX = flipX ? width - 1 - u : u;
			const fromY = flipY ? height - 1 - v : v;
			const from = (fromY * width + fromX) * 3;
			out.set(rgb.subarray(from, from + 3), (y * wide + x) * 3);
		}
	return { width: wide, height: high, rgb: out };
}
