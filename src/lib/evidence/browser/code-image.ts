// Reads a time code in a picture: zxing's Data Matrix reader over a sharpened, enlarged copy. Its WebAssembly comes from this
// installation (1.1 MB), when it is first asked for.
import { prepareZXingModule, purgeZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { sharpened } from '../sharpen.ts';
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
const ZOOM = 2;

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
	within: Box = { x: 0, y: 0, width: picture.width, height: picture.height }
): Promise<SeenTimecode[]> {
	await openZxing();
	const results = await readBarcodes(enlarged(picture, within), {
		formats: ['DataMatrix'],
		tryHarder: true,
		maxNumberOfSymbols: 2
	});
	return results
		.filter(({ isValid, text }) => isValid && readTimecode(text) !== null)
		.map(({ text, position }) => ({ text, box: boxOf(Object.values(position), within) }));
}

function enlarged(
	picture: OffscreenCanvas | HTMLCanvasElement,
	{ x, y, width, height }: Box
): ImageData {
	const sharp = contextOf(width, height);
	sharp.drawImage(picture, x, y, width, height, 0, 0, width, height);
	const { data } = sharp.getImageData(0, 0, width, height);
	sharp.putImageData(new ImageData(sharpened(data, width, height), width, height), 0, 0);
	const large = contextOf(width * ZOOM, height * ZOOM);
	large.imageSmoothingQuality = 'high';
	large.drawImage(sharp.canvas, 0, 0, large.canvas.width, large.canvas.height);
	return large.getImageData(0, 0, large.canvas.width, large.canvas.height);
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
	const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no 2d context');
	return context;
}

function boxOf(corners: readonly { x: number; y: number }[], within: Box): Box {
	const [xs, ys] = [corners.map(({ x }) => x / ZOOM), corners.map(({ y }) => y / ZOOM)];
	const [left, top] = [Math.min(...xs), Math.min(...ys)];
	return {
		x: Math.round(within.x + left),
		y: Math.round(within.y + top),
		width: Math.ceil(Math.max(...xs) - left),
		height: Math.ceil(Math.max(...ys) - top)
	};
}
