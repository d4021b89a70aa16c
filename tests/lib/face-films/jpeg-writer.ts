// Baseline JPEG with colours at half the size (4:2:0), as cameras write it: four times as quick as jpeg-js, which films
// of thousands of frames need. Header and tables are jpeg-js's own. Sizes are multiples of 16.
import jpeg from 'jpeg-js';
import type { Picture } from '../../../scripts/lib/face-photos.ts';

const QUALITY = 80;
const TEMPLATE = jpeg.encode({ width: 8, height: 8, data: Buffer.alloc(256) }, QUALITY).data;

const [DQT, SOF, DHT, SOS] = [0xdb, 0xc0, 0xc4, 0xda].map((kind) =>
	TEMPLATE.indexOf(Buffer.from([0xff, kind]))
) as [number, number, number, number];
const HEADER_BYTES = SOS + 14;

interface Codes {
	readonly code: Uint16Array;
	readonly bits: Uint8Array;
}

interface Channel {
	readonly factors: Float32Array;
	readonly first: Codes;
	readonly rest: Codes;
}

/** Places of a block's numbers in the order in which they are written: along the diagonals, there and back. */
const ZIGZAG = Uint8Array.from(
	Array.from({ length: 64 }, (_, place) => place).sort((one, other) => {
		const [diagonal, otherDiagonal] = [one, other].map((place) => (place >> 3) + (place & 7));
		if (diagonal !== otherDiagonal) return (diagonal ?? 0) - (otherDiagonal ?? 0);
		return (diagonal ?? 0) % 2 ? one - other : other - one;
	})
);

/** What `transform` leaves to be divided by (Arai, Agui, Nakajima). */
const SCALES = [1, 1.387039845, 1.306562965, 1.175875602, 1, 0.785694958, 0.5411961, 0.275899379];

const [LUMA, CHROMA] = [0, 1].map((which): Channel => {
	const [first, rest] = [which * 2, which * 2 + 1].map(codesOf) as [Codes, Codes];
	return { factors: factorsOf(TEMPLATE.subarray(DQT + 5 + which * 65)), first, rest };
}) as [Channel, Channel];

function factorsOf(quantizers: Uint8Array): Float32Array {
	const factors = new Float32Array(64);
	ZIGZAG.forEach((place, index) => {
		const scale = (SCALES[place >> 3] ?? 1) * (SCALES[place & 7] ?? 1) * 8;
		factors[place] = 1 / ((quantizers[index] ?? 1) * scale);
	});
	return factors;
}

/** @param which of the four tables in the header, each after the other: 16 counts, then the values */
function codesOf(which: number): Codes {
	let start = DHT + 5;
	const valuesOf = (at: number): number =>
		TEMPLATE.subarray(at, at + 16).reduce((sum, count) => sum + count, 0);
	for (let skipped = 0; skipped < which; skipped++) start += 17 + valuesOf(start);
	const [code, bits] = [new Uint16Array(256), new Uint8Array(256)];
	let [next, value] = [0, start + 16];
	for (let length = 1; length <= 16; length++, next <<= 1)
		for (let left = TEMPLATE[start + length - 1] ?? 0; left > 0; left--) {
			code[TEMPLATE[value] ?? 0] = next++;
			bits[TEMPLATE[value++] ?? 0] = length;
		}
	return { code, bits };
}

export function writtenJpeg(picture: Picture): Buffer {
	const { width, height } = picture;
	const header = Buffer.from(TEMPLATE.subarray(0, HEADER_BYTES));
	header.writeUInt16BE(height, SOF + 5);
	header.writeUInt16BE(width, SOF + 7);
	// brightness: two blocks across and two down for one of each colour
	header[SOF + 11] = 0x22;
	const [y, cb, cr] = planesOf(picture);
	const writer = bitWriter(width * height * 3);
	const before = [0, 0, 0];
	const write = (index: number, plane: Float32Array, stride: number, start: number): void => {
		before[index] = writeBlock(
			writer,
			plane,
			stride,
			start,
			index ? CHROMA : LUMA,
			before[index] ?? 0
		);
	};
	for (let row = 0; row < height; row += 16)
		for (let column = 0; column < width; column += 16) {
			for (const down of [0, 8])
				for (const right of [0, 8]) write(0, y, width, (row + down) * width + column + right);
			const half = ((row / 2) * width) / 2 + column / 2;
			write(1, cb, width / 2, half);
			write(2, cr, width / 2, half);
		}
	return Buffer.concat([header, writer.end(), Buffer.from([0xff, 0xd9])]);
}

/** Brightness of every pixel, colours of every four. */
function planesOf({ width, height, data }: Picture): [Float32Array, Float32Array, Float32Array] {
	const y = new Float32Array(width * height);
	const [cb, cr] = [new Float32Array(y.length / 4), new Float32Array(y.length / 4)];
	for (let row = 0, pixel = 0; row < height; row++)
		for (let column = 0; column < width; column++, pixel++) {
			const r = data[pixel * 4] as number;
			const g = data[pixel * 4 + 1] as number;
			const b = data[pixel * 4 + 2] as number;
			y[pixel] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
			const half = ((row >> 1) * width) / 2 + (column >> 1);
			cb[half] = (cb[half] as number) + (-0.16874 * r - 0.33126 * g + 0.5 * b) / 4;
			cr[half] = (cr[half] as number) + (0.5 * r - 0.41869 * g - 0.08131 * b) / 4;
		}
	return [y, cb, cr];
}

interface BitWriter {
	put(value: number, bits: number): void;
	end(): Uint8Array;
}

function bitWriter(most: number): BitWriter {
	const bytes = new Uint8Array(most);
	let [length, waiting, count] = [0, 0, 0];
	const put = (value: number, bits: number): void => {
		waiting = (waiting << bits) | value;
		for (count += bits; count >= 8; count -= 8) {
			const byte = (waiting >> (count - 8)) & 0xff;
			bytes[length++] = byte;
			// a marker would begin here
			if (byte === 0xff) bytes[length++] = 0;
		}
		waiting &= 0xff;
	};
	return {
		put,
		end() {
			put(0x7f, 7);
			return bytes.subarray(0, length);
		}
	};
}

const block = new Float32Array(64);
const numbers = new Int16Array(64);

/** @returns the block's first number, which the next one's is counted from */
function writeBlock(
	writer: BitWriter,
	plane: Float32Array,
	stride: number,
	start: number,
	{ factors, first, rest }: Channel,
	before: number
): number {
	for (let index = 0; index < 64; index++)
		block[index] = plane[start + (index >> 3) * stride + (index & 7)] as number;
	for (let row = 0; row < 64; row += 8) transform(block, row, 1);
	for (let column = 0; column < 8; column++) transform(block, column, 8);
	for (let index = 0; index < 64; index++) {
		const place = ZIGZAG[index] as number;
		numbers[index] = Math.round((block[place] as number) * (factors[place] as number));
	}
	const lead = numbers[0] ?? 0;
	putNumber(writer, first, 0, lead - before);
	writeRest(writer, rest);
	return lead;
}

const SIXTEEN_ZEROES = 0xf0;
const END_OF_BLOCK = 0;

function writeRest(writer: BitWriter, codes: Codes): void {
	let zeroes = 0;
	for (let index = 1; index < 64; index++) {
		const number = numbers[index] as number;
		if (number === 0) {
			zeroes++;
			continue;
		}
		for (; zeroes > 15; zeroes -= 16)
			writer.put(codes.code[SIXTEEN_ZEROES] ?? 0, codes.bits[SIXTEEN_ZEROES] ?? 0);
		putNumber(writer, codes, zeroes << 4, number);
		zeroes = 0;
	}
	if (zeroes > 0) writer.put(codes.code[END_OF_BLOCK] ?? 0, codes.bits[END_OF_BLOCK] ?? 0);
}

/** The code says how many bits follow; a negative number is written as its complement. */
function putNumber(
	{ put }: BitWriter,
	{ code, bits }: Codes,
	zeroes: number,
	number: number
): void {
	const size = 32 - Math.clz32(Math.abs(number));
	put(code[zeroes | size] ?? 0, bits[zeroes | size] ?? 0);
	if (size > 0) put(number > 0 ? number : number + (1 << size) - 1, size);
}

/** Eight numbers into their frequencies (Arai, Agui, Nakajima), scaled by `SCALES`. */
function transform(data: Float32Array, start: number, step: number): void {
	// one by one: this runs ten thousand times for a frame
	const at = (index: number): number => data[start + index * step] as number;
	const s07 = at(0) + at(7);
	const s16 = at(1) + at(6);
	const s25 = at(2) + at(5);
	const s34 = at(3) + at(4);
	const d07 = at(0) - at(7);
	const d34 = at(3) - at(4);
	const low = d34 + at(2) - at(5);
	const middle = (at(2) - at(5) + at(1) - at(6)) * 0.707106781;
	const high = at(1) - at(6) + d07;
	const turned = (s16 - s25 + s07 - s34) * 0.707106781;
	const shared = (low - high) * 0.382683433;
	const inner = 0.5411961 * low + shared;
	const outer = 1.306562965 * high + shared;
	data[start] = s07 + s34 + s16 + s25;
	data[start + step] = d07 + middle + outer;
	data[start + 2 * step] = s07 - s34 + turned;
	data[start + 3 * step] = d07 - middle - inner;
	data[start + 4 * step] = s07 + s34 - s16 - s25;
	data[start + 5 * step] = d07 - middle + inner;
	data[start + 6 * step] = s07 - s34 - turned;
	data[start + 7 * step] = d07 + middle - outer;
}
