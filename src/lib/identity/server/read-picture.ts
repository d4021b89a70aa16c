// A picture file of a stranger as pixels: JPEG, upright as its EXIF says, or PNG. Bounded before it is unpacked.
import { decode } from 'jpeg-js';
import { pictureType } from '../../exam/picture-file.ts';
import { exifOrientation } from './exif-orientation.ts';
import { readPng } from './png-picture.ts';
import { turned, type Raster } from './raster.ts';

/** A frame has some 100 kB, a portrait of an exam's file 1 MB at most. */
const MAX_BYTES = 4 * 1024 * 1024;
/** As large as film frames get; unpacking takes some 40 bytes a pixel for the moment. */
const MAX_PIXELS = 3840 * 2160;
/** What jpeg-js may take for one picture: its coefficients, planes and pixels. */
const JPEG_MEMORY_MB = 256;

/** @returns null: not a JPEG or PNG, cut off, broken, or too large */
export function readPicture(file: Uint8Array): Raster | null {
	if (file.length > MAX_BYTES) return null;
	const type = pictureType(file);
	try {
		if (type === 'image/jpeg') return readJpeg(file);
		if (type === 'image/png') return readPng(file, MAX_PIXELS);
	} catch {
		// whatever a decoder stumbles over: the picture is told to be unreadable
	}
	return null;
}

function readJpeg(file: Uint8Array): Raster {
	const { width, height, data } = decode(file, {
		useTArray: true,
		formatAsRGBA: false,
		// half a picture must not be looked at as if it were one
		tolerantDecoding: false,
		maxResolutionInMP: MAX_PIXELS / 1e6,
		maxMemoryUsageInMB: JPEG_MEMORY_MB
	});
	return turned({ width, height, rgb: data }, exifOrientation(file));
}
