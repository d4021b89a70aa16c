// Photographs of people for the demo and the tests, cut out of the pictures that @vladmandic/face-api brings along
// (tests/fixtures/README.md). Person A is in two of them, so her photograph is never the picture that a film is made of.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import jpeg from 'jpeg-js';

export type FacePerson = 'a' | 'b';

export interface Picture {
	readonly width: number;
	readonly height: number;
	/** RGBA */
	readonly data: Uint8Array;
}

export interface Cut {
	readonly file: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const FOLDER = join(import.meta.dirname, '../../node_modules/@vladmandic/face-api/demo');
const QUALITY = 92;

const PHOTOS: Readonly<Record<FacePerson, Cut>> = {
	a: { file: 'sample1.jpg', x: 1405, y: 152, width: 320, height: 400 },
	b: { file: 'sample6.jpg', x: 1120, y: 240, width: 320, height: 400 }
};

/** @returns a JPEG as an admission office would have it: one face */
export async function idPhoto(person: FacePerson): Promise<Buffer> {
	return jpeg.encode(await cutOut(PHOTOS[person]), QUALITY).data;
}

export async function cutOut({ file, x, y, width, height }: Cut): Promise<Picture> {
	const whole = jpeg.decode(await readFile(join(FOLDER, file)), { useTArray: true });
	const data = new Uint8Array(width * height * 4);
	for (let row = 0; row < height; row++) {
		const from = ((y + row) * whole.width + x) * 4;
		data.set(whole.data.subarray(from, from + width * 4), row * width * 4);
	}
	return { width, height, data };
}
