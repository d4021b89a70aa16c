// A square of a picture, however it lies in or beyond it, brought to the size that a detector wants.
import type { Raster } from './raster.ts';

export interface Square {
	readonly left: number;
	readonly top: number;
	readonly side: number;
}

const MOST_SAMPLES = 4;

/**
 * @returns `size`² pixels in red, green, blue, from -1 to 1; beyond the picture black. Shrinking averages over up to 4 × 4
 * pixels: a detector wants no more, and a large picture costs no more.
 */
export function sampleSquare(raster: Raster, square: Square, size: number): Float32Array {
	const scale = square.side / size;
	const samples = Math.max(1, Math.min(MOST_SAMPLES, Math.round(scale)));
	const out = new Float32Array(size * size * 3);
	const columns = places(square.left, scale, size, samples);
	const rows = places(square.top, scale, size, samples);
	for (let y = 0; y < size; y++)
		for (let x = 0; x < size; x++) {
			const at = (y * size + x) * 3;
			for (let j = 0; j < samples; j++)
				for (let i = 0; i < samples; i++)
					addPixel(out, at, raster, columns[x * samples + i] ?? -1, rows[y * samples + j] ?? -1);
			for (let c = at; c < at + 3; c++) out[c] = (out[c] ?? 0) / (samples * samples * 127.5) - 1;
		}
	return out;
}

const places = (start: number, scale: number, size: number, samples: number): Int32Array =>
	Int32Array.from({ length: size * samples }, (_, at) =>
		Math.floor(start + ((at + 0.5) / samples) * scale)
	);

function addPixel(
	out: Float32Array,
	at: number,
	{ width, height, rgb }: Raster,
	x: number,
	y: number
): void {
	if (x < 0 || y < 0 || x >= width || y >= height) return;
	const from = (y * width + x) * 3;
	for (let c = 0; c < 3; c++) out[at + c] = (out[at + c] ?? 0) + (rgb[from + c] ?? 0);
}
