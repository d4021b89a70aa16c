// Reads two-dimensional codes out of pictures: with the browser's own reader where it has one (Android, macOS), else
// with ZXing in WebAssembly out of our own files.
import type { ErrorCode } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

export type CodeFormat = 'qr_code' | 'aztec';
export type CodeImage = ImageData | ImageBitmap | Blob | HTMLCanvasElement | OffscreenCanvas;

export interface CodeReader {
	readonly kind: 'native' | 'wasm';
	/** The text of the first code found, null = none. */
	read(image: CodeImage): Promise<string | null>;
}

/** The part of the Barcode Detection API that is used; not in the DOM's types. */
interface Detector {
	detect(image: CodeImage): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
	new (options: { formats: CodeFormat[] }): Detector;
	getSupportedFormats(): Promise<readonly string[]>;
}

/**
 * Loads 1 MB where the browser has no reader of its own: call it when a reader is wanted, not before.
 * @returns 'server.unreachable' when that did not come
 */
export async function createCodeReader(
	formats: readonly CodeFormat[]
): Promise<Result<CodeReader, ErrorCode>> {
	const native = await nativeReader(formats);
	if (native) return ok(native);
	try {
		return ok(await wasmReader(formats));
	} catch {
		return err('server.unreachable');
	}
}

async function nativeReader(formats: readonly CodeFormat[]): Promise<CodeReader | null> {
	const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
	if (!BarcodeDetector) return null;
	// an Android without Google's services has the class and no format
	const known = await BarcodeDetector.getSupportedFormats().catch((): string[] => []);
	if (!formats.every((format) => known.includes(format))) return null;
	const detector = new BarcodeDetector({ formats: [...formats] });
	let instead: CodeReader | null = null;
	return {
		kind: 'native',
		async read(image) {
			if (instead) return instead.read(image);
			try {
				return textOf(await detector.detect(image));
			} catch {
				// its service went away, or it never came: for good
				instead = await wasmReader(formats);
				return instead.read(image);
			}
		}
	};
}

async function wasmReader(formats: readonly CodeFormat[]): Promise<CodeReader> {
	const { openZxing } = await import('./zxing.ts');
	const detector = await openZxing(formats);
	return { kind: 'wasm', read: async (image) => textOf(await detector.detect(image)) };
}

const textOf = (codes: readonly { readonly rawValue: string }[]): string | null =>
	codes[0]?.rawValue ?? null;
