// Brightness of an aligned face: as one number, and as a small picture that is compared with others of its kind.
import { PATCH_SIZE } from '../ports.ts';
import { ALIGNED_SIZE } from './align-face.ts';

/** Pixels of the aligned face to one of the patch; what is left over is hair and wall, cut off all round. */
const CELL = 3;
const MARGIN = (ALIGNED_SIZE - CELL * PATCH_SIZE) / 2;

/** Each byte the mean of nine pixels: the grain of a camera or of a compression is gone. */
export function patchOf(aligned: Float32Array): Uint8Array {
	const patch = new Uint8Array(PATCH_SIZE * PATCH_SIZE);
	for (let at = 0; at < patch.length; at++) {
		const left = MARGIN + (at % PATCH_SIZE) * CELL;
		const top = MARGIN + Math.floor(at / PATCH_SIZE) * CELL;
		let sum = 0;
		for (let j = 0; j < CELL; j++)
			for (let i = 0; i < CELL; i++) sum += bt601(aligned, (top + j) * ALIGNED_SIZE + left + i);
		patch[at] = Math.round(sum / (CELL * CELL));
	}
	return patch;
}

const bt601 = (rgb: Float32Array, pixel: number): number =>
	0.299 * (rgb[pixel * 3] ?? 0) +
	0.587 * (rgb[pixel * 3 + 1] ?? 0) +
	0.114 * (rgb[pixel * 3 + 2] ?? 0);

/** Of the ellipse in it: the corners are seldom face. */
export function lumaOf(patch: Uint8Array): number {
	const half = PATCH_SIZE / 2;
	let [sum, count] = [0, 0];
	patch.forEach((value, at) => {
		const x = (at % PATCH_SIZE) + 0.5 - half;
		const y = Math.floor(at / PATCH_SIZE) + 0.5 - half;
		if (x * x + y * y > half * half) return;
		sum += value;
		count += 1;
	});
	return sum / count;
}
