// A few shapes on a small canvas, written as PNG: the sample's pictures are made here, none comes from elsewhere.
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

export interface Drawing {
	rectangle(x: number, y: number, width: number, height: number, colour: Colour): void;
	ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: Colour): void;
	/** Digits, 3 × 5 dots of `dot` pixels. */
	number(x: number, y: number, value: number, dot: number, colour: Colour): void;
	png(): Buffer;
}

const DIGITS = [
	'111101101101111',
	'010110010010111',
	'111001111100111',
	'111001111001111',
	'101101111001001',
	'111100111001111',
	'111100111101111',
	'111001001001001',
	'111101111101111',
	'111101111001111'
];

export function createDrawing(width: number, height: number, paper: Colour): Drawing {
	const pixels = Buffer.alloc(width * height * 3);
	const set = (x: number, y: number, colour: Colour): void => {
		if (x >= 0 && y >= 0 && x < width && y < height) pixels.set(colour, (y * width + x) * 3);
	};
	const drawing: Drawing = {
		rectangle(x, y, w, h, colour) {
			for (let row = y; row < y + h; row++)
				for (let column = x; column < x + w; column++) set(column, row, colour);
		},
		ellipse(x, y, radiusX, radiusY, colour) {
			for (let row = -radiusY; row <= radiusY; row++)
				for (let column = -radiusX; column <= radiusX; column++)
					if ((column / radiusX) ** 2 + (row / radiusY) ** 2 <= 1) set(x + column, y + row, colour);
		},
		number(x, y, value, dot, colour) {
			[...String(value)].forEach((digit, place) => {
				[...(DIGITS[Number(digit)] ?? '')].forEach((on, at) => {
					if (on !== '1') return;
					const left = x + (place * 4 + (at % 3)) * dot;
					drawing.rectangle(left, y + Math.floor(at / 3) * dot, dot, dot, colour);
				});
			});
		},
		png: () => encode(width, height, pixels)
	};
	drawing.rectangle(0, 0, width, height, paper);
	return drawing;
}

/** Eight bits a channel, RGB, no filter. */
function encode(width: number, height: number, pixels: Buffer): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const rows = Array.from({ length: height }, (_, row) =>
		Buffer.concat([Buffer.of(0), pixels.subarray(row * width * 3, (row + 1) * width * 3)])
	);
	return Buffer.concat([
		Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	const check = Buffer.alloc(4);
	length.writeUInt32BE(data.byteLength);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}
