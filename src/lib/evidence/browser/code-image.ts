// Reads a time code in a picture: zxing's Data Matrix reader over an enlarged copy. Its WebAssembly comes from this
// installation (1.1 MB), when it is first asked for.
import { prepareZXingModule, purgeZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { readTimecode } from '../timecode.ts';

/** In pixels of the picture. */
export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface SeenTimecode {
	readonly text: string;
	readonly box: Box;
}

/** Modules of two pixels become large enough for the reader. */
const ZOOM = 3;

/** One function for good: with another one the module would be loaded again. */
const locateFile = (): string => wasmUrl;

/** Rejects when the file does not come; the next call tries again. */
async function openZxing(): Promise<void> {
	try {
		await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
	} catch (problem) {
		purgeZXingModule();
		throw problem;
	}
}

/** @returns the time codes in `picture`, or in the part of it that `within` names */
export async function timecodesIn(
	picture: OffscreenCanvas | HTMLCanvasElement,
	within: Box = { x: 0, y: 0, width: picture.width, height: picture.height },
	zoom = ZOOM
): Promise<SeenTimecode[]> {
	await openZxing();
	const { x, y, width, height } = within;
	const copy = new OffscreenCanvas(width * zoom, height * zoom);
	const context = copy.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no 2d context');
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, x, y, width, height, 0, 0, copy.width, copy.height);
	const results = await readBarcodes(context.getImageData(0, 0, copy.width, copy.height), {
		formats: ['DataMatrix'],
		tryHarder: true,
		maxNumberOfSymbols: 2
	});
	return results
		.filter(({ isValid, text }) => isValid && readTimecode(text) !== null)
		.map(({ text, position }) => ({ text, box: boxOf(Object.values(position), within, zoom) }));
}

function boxOf(corners: readonly { x: number; y: number }[], within: Box, zoom: number): Box {
	const [xs, ys] = [corners.map(({ x }) => x / zoom), corners.map(({ y }) => y / zoom)];
	const [left, top] = [Math.min(...xs), Math.min(...ys)];
	return {
		x: Math.round(within.x + left),
		y: Math.round(within.y + top),
		width: Math.ceil(Math.max(...xs) - left),
		height: Math.ceil(Math.max(...ys) - top)
	};
}
