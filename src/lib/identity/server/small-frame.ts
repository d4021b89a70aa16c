// A frame as small as it may lie beside the log (C30). Only of the few that a person may have to judge: unpacking and
// packing take the process some 50 ms.
import { encode } from 'jpeg-js';
import { readPicture } from './read-picture.ts';
import type { Raster } from './raster.ts';

const WIDTH = 320;
const QUALITY = 60;
/** What a camera of an interview gives; of a larger one there is no picture beside the log. */
const MAX_PIXELS = 1280 * 960;

/** @param seen its size as the engine has found it. @returns a JPEG; null: too large, or it cannot be read */
export function smallFrame(
	frame: Uint8Array,
	seen: { readonly width: number; readonly height: number }
): Uint8Array | null {
	if (seen.width * seen.height > MAX_PIXELS) return null;
	const raster = readPicture(frame);
	if (!raster) return null;
	const width = Math.min(WIDTH, raster.width);
	const height = Math.max(1, Math.round((raster.height * width) / raster.width));
	return encode({ width, height, data: shrunk(raster, width, height) }, QUALITY).data;
}

/** The nearest pixel of each: a person recognises a face in it, more is not asked. */
function shrunk({ width, height, rgb }: Raster, wide: number, high: number): Uint8Array {
	const out = new Uint8Array(wide * high * 4).fill(255);
	for (let y = 0; y < high; y++)
		for (let x = 0; x < wide; x++) {
			const [u, v] = [
				Math.floor(((x + 0.5) * width) / wide),
				Math.floor(((y + 0.5) * height) / high)
			];
			const from = (v * width + u) * 3;
			out.set(rgb.subarray(from, from + 3), (y * wide + x) * 4);
		}
	return out;
}
