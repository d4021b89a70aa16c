import { crc32, deflateSync } from 'node:zlib';
import { encode as encodePng } from 'fast-png';
import fc from 'fast-check';
import { encode as encodeJpeg } from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { exifOrientation } from './exif-orientation.ts';
import { turned, type Raster } from './raster.ts';
import { readPicture } from './read-picture.ts';

/** Red at its upper left, blue at its lower right, on grey. */
const [WIDTH, HEIGHT] = [48, 32];
function marked(channels: number): Uint8Array {
	const data = new Uint8Array(WIDTH * HEIGHT * channels).fill(128);
	for (let y = 0; y < HEIGHT; y++)
		for (let x = 0; x < WIDTH; x++) {
			const at = (y * WIDTH + x) * channels;
			if (channels === 4) data[at + 3] = 255;
			if (x < 16 && y < 16) data.set([255, 0, 0], at);
			if (x >= 32 && y >= 16) data.set([0, 0, 255], at);
		}
	return data;
}
const JPEG = new Uint8Array(encodeJpeg({ width: WIDTH, height: HEIGHT, data: marked(4) }, 95).data);
const png = (data: Uint8Array, channels: number, more = {}): Uint8Array =>
	encodePng({ width: WIDTH, height: HEIGHT, data, channels, ...more });
const PNG = png(marked(3), 3);

function colourAt(raster: Raster | null, x: number, y: number): 'red' | 'blue' | 'other' {
	const [r = 0, g = 0, b = 0] = raster?.rgb.subarray((y * raster.width + x) * 3) ?? [];
	if (r > 200 && g < 60 && b < 60) return 'red';
	return b > 200 && r < 60 && g < 60 ? 'blue' : 'other';
}

/** With EXIF before everything else, in one of its two orders of bytes. */
function oriented(orientation: number, little: boolean): Uint8Array {
	const app1 = new DataView(new ArrayBuffer(36));
	app1.setUint16(0, 0xffe1);
	app1.setUint16(2, 34);
	app1.setUint32(4, 0x45786966);
	app1.setUint16(10, little ? 0x4949 : 0x4d4d);
	app1.setUint16(12, 42, little);
	app1.setUint32(14, 8, little);
	app1.setUint16(18, 1, little);
	app1.setUint16(20, 0x0112, little);
	app1.setUint16(22, 3, little);
	app1.setUint32(24, 1, little);
	app1.setUint16(28, orientation, little);
	const file = new Uint8Array(JPEG.length + 36);
	file.set(JPEG.subarray(0, 2));
	file.set(new Uint8Array(app1.buffer), 2);
	file.set(JPEG.subarray(2), 38);
	return file;
}

describe('[C6] pictures of strangers', () => {
	test.each([
		['JPEG', JPEG],
		['PNG', PNG],
		['PNG with alpha', png(marked(4), 4)],
		[
			'PNG, interlaced',
			encodePng(
				{ width: WIDTH, height: HEIGHT, data: marked(3), channels: 3 },
				{ interlace: 'Adam7' }
			)
		]
	])('%s is read', (_, file) => {
		const raster = readPicture(file);
		expect([raster?.width, raster?.height]).toEqual([WIDTH, HEIGHT]);
		expect([colourAt(raster, 5, 5), colourAt(raster, 42, 26)]).toEqual(['red', 'blue']);
		expect(colourAt(raster, 42, 5)).toBe('other');
	});

	test('grey, 16 bits and see-through are read too', () => {
		const grey = readPicture(png(new Uint8Array(WIDTH * HEIGHT).fill(77), 1));
		expect([...(grey?.rgb.subarray(0, 3) ?? [])]).toEqual([77, 77, 77]);
		const deep = new Uint16Array(WIDTH * HEIGHT * 3).fill(0x8080);
		const read = readPicture(
			encodePng({ width: WIDTH, height: HEIGHT, data: deep, channels: 3, depth: 16 })
		);
		expect(read?.rgb[0]).toBe(128);
		const clear = readPicture(png(new Uint8Array(WIDTH * HEIGHT * 4), 4));
		expect(clear?.rgb[0]).toBe(255);
	});

	test('it stands upright, as its EXIF says, whichever way it was taken', () => {
		// where the red corner is to be seen: x and y of the picture's ends
		const red: Record<number, readonly [number, number]> = {
			...{ 1: [0, 0], 2: [1, 0], 3: [1, 1], 4: [0, 1], 5: [0, 0], 6: [1, 0], 7: [1, 1], 8: [0, 1] }
		};
		for (const little of [true, false])
			for (const [orientation, [x, y]] of Object.entries(red)) {
				const raster = readPicture(oriented(Number(orientation), little));
				const [width, height] = Number(orientation) < 5 ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH];
				expect([raster?.width, raster?.height]).toEqual([width, height]);
				const at = (end: number, size: number): number => (end === 0 ? 5 : size - 6);
				expect(colourAt(raster, at(x, width), at(y, height)), orientation).toBe('red');
				expect(colourAt(raster, at(1 - x, width), at(1 - y, height)), orientation).toBe('blue');
			}
	});

	test('turning twice by the opposite is nothing', () => {
		const raster = { width: WIDTH, height: HEIGHT, rgb: marked(3) };
		for (const [there, back] of [
			[2, 2],
			[3, 3],
			[4, 4],
			[5, 5],
			[6, 8],
			[7, 7],
			[8, 6]
		] as const)
			expect(turned(turned(raster, there), back)).toEqual(raster);
	});

	test('half a file is not a picture', () => {
		for (const file of [JPEG, PNG])
			for (const share of [0.02, 0.3, 0.6, 0.95])
				expect(readPicture(file.subarray(0, Math.floor(file.length * share)))).toBeNull();
	});

	test('WebP, GIF, text and nothing are none either', () => {
		const webp = new TextEncoder().encode('RIFF\0\0\0\0WEBPVP8 and so on');
		for (const file of [webp, new TextEncoder().encode('GIF89a…'), new Uint8Array()])
			expect(readPicture(file)).toBeNull();
	});

	test('whatever is changed in it, it is read or it is not; nothing is thrown', () => {
		const file = fc.constantFrom(JPEG, PNG, oriented(6, true));
		const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 });
		fc.assert(
			fc.property(file, changes, (original, list) => {
				const broken = Uint8Array.from(original);
				// the size stays: a large one costs a second
				for (const [at, value] of list) broken[60 + (at % (broken.length - 60))] = value;
				const raster = readPicture(broken);
				expect(raster === null || raster.rgb.length === raster.width * raster.height * 3).toBe(
					true
				);
				expect(exifOrientation(broken)).toBeGreaterThan(0);
			}),
			{ numRuns: 200 }
		);
	});
});

describe('[C6] small files that would unpack to gigabytes', () => {
	/** A PNG of these chunks, checksums and all: fast-png's own file with a chunk exchanged. */
	function pngOf(chunks: readonly (readonly [string, Uint8Array])[]): Uint8Array {
		const parts = chunks.flatMap(([type, data]) => {
			const body = Buffer.concat([Buffer.from(type), data]);
			const ends = Buffer.alloc(8);
			ends.writeUInt32BE(data.length, 0);
			ends.writeUInt32BE(crc32(body), 4);
			return [ends.subarray(0, 4), body, ends.subarray(4)];
		});
		return Buffer.concat([PNG.subarray(0, 8), ...parts]);
	}
	const head = (width: number, height: number): Uint8Array => {
		const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
		data.writeUInt32BE(width, 0);
		data.writeUInt32BE(height, 4);
		return data;
	};
	const zeros = deflateSync(new Uint8Array(64 * 1024 * 1024));
	const pixels = deflateSync(new Uint8Array(16 * (1 + 16 * 3)));
	const NONE = new Uint8Array();

	test('more pixels in the data than in the head', () => {
		const good = pngOf([
			['IHDR', head(16, 16)],
			['IDAT', pixels],
			['IEND', NONE]
		]);
		expect(readPicture(good)).toMatchObject({ width: 16 });
		expect(
			readPicture(
				pngOf([
					['IHDR', head(16, 16)],
					['IDAT', zeros],
					['IEND', NONE]
				])
			)
		).toBeNull();
	});

	test('a profile is not unpacked: one that cannot be does no harm', () => {
		const profile = Buffer.from('icc\0\0 this is no zlib');
		const file = pngOf([
			['IHDR', head(16, 16)],
			['iCCP', profile],
			['IDAT', pixels],
			['IEND', NONE]
		]);
		expect(readPicture(file)).toMatchObject({ width: 16 });
	});

	test('sizes beyond a film’s, and long files, are refused before they are unpacked', () => {
		const began = performance.now();
		expect(
			readPicture(
				pngOf([
					['IHDR', head(60_000, 60_000)],
					['IDAT', zeros],
					['IEND', NONE]
				])
			)
		).toBeNull();
		const large = Uint8Array.from(JPEG);
		const frame = large.findIndex((byte, at) => byte === 0xff && large[at + 1] === 0xc0);
		large.set([0xff, 0xff, 0xff, 0xff], frame + 5);
		expect(readPicture(large)).toBeNull();
		const long = new Uint8Array(5 * 1024 * 1024);
		long.set(JPEG);
		expect(readPicture(long)).toBeNull();
		expect(performance.now() - began).toBeLessThan(2000);
	});
});
