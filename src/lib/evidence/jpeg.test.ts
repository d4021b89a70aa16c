// What passes as a small JPEG: bytes put together by hand, as somebody would who wants a decoder to take long.
import { expect, test } from 'vitest';
import { isJpeg } from './jpeg.ts';
import { smallJpeg } from './testing/small-jpeg.ts';

const BOX = { width: 384, height: 288 };
const frame = (width: number, height: number, kind = 0xc0): number[] => [
	...[0xff, kind, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]
];
const SCAN = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
const TABLE = [0xff, 0xc4, 0, 4, 1, 2];
/** Read as a marker with a length it is 0xc000 bytes long. */
const HIDDEN = [0xff, 0xff, 0xc0, 0, ...Array.from({ length: 0xc000 - 2 }, () => 0)];
const picture = (...parts: number[][]): Uint8Array =>
	Uint8Array.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xd9]);

test('[I1] one frame of the size that is allowed is a picture, extended too', () => {
	expect(isJpeg(smallJpeg(1), BOX)).toBe(true);
	for (const kind of [0xc0, 0xc1])
		expect(isJpeg(picture(TABLE, frame(384, 288, kind), TABLE, SCAN, [1, 0xff, 0]), BOX)).toBe(
			true
		);
	expect(isJpeg(picture(frame(4000, 3000), SCAN, [1]))).toBe(true);
});

test.each([
	['too wide', picture(frame(385, 288), SCAN, [1])],
	['too high', picture(frame(384, 289), SCAN, [1])],
	['a few bytes that say they are enormous', picture(frame(65_535, 65_535), SCAN, [1])],
	['a height that comes later', picture(frame(384, 0), SCAN, [1])],
	['that height', picture(frame(384, 288), SCAN, [1, 0xff, 0xdc, 0, 4, 0xff, 0xff])],
	['a second frame', picture(frame(1, 1), frame(384, 288), SCAN, [1])],
	['a second, progressive frame', picture(frame(1, 1), frame(1, 1, 0xc2), SCAN, [1])],
	['a progressive frame', picture(frame(1, 1, 0xc2), SCAN, [1])],
	['a frame behind the scan', picture(frame(1, 1), SCAN, [1], frame(9000, 9000), [1])],
	['a second scan', picture(frame(1, 1), SCAN, [1], SCAN, [1])],
	['no frame', picture(TABLE, SCAN, [1])],
	// a decoder takes the first 0xff for a filling, and the frame behind it
	['a frame behind a filling', picture(HIDDEN, frame(1, 1), SCAN, [1])],
	['a marker that stands alone', picture([0xff, 0xd0, 0, 4, 1, 1], frame(1, 1), SCAN, [1])]
])('[I1] %s is none', (_what, bytes) => {
	expect(isJpeg(bytes, BOX)).toBe(false);
});
