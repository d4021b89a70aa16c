// A PNG file as pixels. Small files can unpack to gigabytes: what a file unpacks to is bounded by what its size in
// pixels needs, and everything that is no picture (profiles, texts) is left out before the decoder sees it.
import { inflateSync } from 'node:zlib';
import { convertIndexedToRgb, decode, type DecodedPng } from 'fast-png';
import type { Raster } from './raster.ts';

const SIGNATURE_BYTES = 8;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const NEEDED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Adam7 writes seven small pictures, each with rows of its own. */
const INTERLACED_MORE = 1.5;
const ROOM_BYTES = 4096;

/** @throws when it is no PNG, is broken, or larger than that */
export function readPng(file: Uint8Array, maxPixels: number): Raster {
	const chunks = chunksOf(file);
	const { width, height, rawBytes } = headOf(chunks[0]);
	if (width === 0 || height === 0 || width * height > maxPixels) throw new Error('size');
	const packed = Buffer.concat(
		chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
	);
	inflateSync(packed, { maxOutputLength: Math.ceil(rawBytes * INTERLACED_MORE) + ROOM_BYTES });
	const bare = chunks.filter(({ type }) => NEEDED.has(type)).map(({ whole }) => whole);
	const png = decode(Buffer.concat([file.subarray(0, SIGNATURE_BYTES), ...bare]), {
		checkCrc: true
	});
	return onWhite(png);
}

interface Chunk {
	readonly type: string;
	readonly data: Uint8Array;
	/** With length, type and checksum. */
	readonly whole: Uint8Array;
}

function chunksOf(file: Uint8Array): Chunk[] {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const chunks: Chunk[] = [];
	let at = SIGNATURE_BYTES;
	while (chunks.at(-1)?.type !== 'IEND') {
		const end = at + 12 + view.getUint32(at);
		if (end > file.length) throw new Error('cut off');
		const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
		const data = file.subarray(at + 8, end - 4);
		chunks.push({ type, data, whole: file.subarray(at, end) });
		at = end;
	}
	return chunks;
}

function headOf(chunk: Chunk | undefined): { width: number; height: number; rawBytes: number } {
	if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) throw new Error('no head');
	const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, 13);
	const [width, height] = [view.getUint32(0), view.getUint32(4)];
	const bits = view.getUint8(8) * (CHANNELS[view.getUint8(9)] ?? 4);
	return { width, height, rawBytes: height * (1 + Math.ceil((width * bits) / 8)) };
}

/** A cut-out stands before white, as it would be printed. */
function onWhite(png: DecodedPng): Raster {
	const { width, height, depth } = png;
	const colour = png.palette?.[0];
	// a grey of 2 to 16 steps packs several pixels into a byte; nobody's photograph is that
	if (!colour && depth < 8) throw new Error('too few greys');
	const data = colour ? convertIndexedToRgb(png) : png.data;
	const channels = colour?.length ?? png.channels;
	const most = colour ? 255 : 2 ** depth - 1;
	const [colours, hasAlpha] = [channels < 3 ? 1 : 3, channels % 2 === 0];
	const rgb = new Uint8Array(width * height * 3);
	for (let pixel = 0; pixel < width * height; pixel++) {
		const from = pixel * channels;
		const alpha = hasAlpha ? (data[from + channels - 1] ?? 0) / most : 1;
		for (let c = 0; c < 3; c++) {
			const value = (data[from + (colours === 1 ? 0 : c)] ?? 0) / most;
			rgb[pixel * 3 + c] = Math.round(255 * (value * alpha + 1 - alpha));
		}
	}
	return { width, height, rgb };
}
