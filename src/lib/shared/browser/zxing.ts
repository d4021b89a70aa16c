// ZXing with its WebAssembly out of our own files (its own default is a CDN). Imported only when a reader is opened.
import { BarcodeDetector, prepareZXingModule, purgeZXingModule } from 'barcode-detector/ponyfill';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { CodeFormat } from './code-reader.ts';

/** One function for good: with another one the module would be loaded again. */
const locateFile = (): string => wasmUrl;

/** Rejects when the file does not come; the next call tries again. */
export async function openZxing(formats: readonly CodeFormat[]): Promise<BarcodeDetector> {
	try {
		await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
	} catch (problem) {
		purgeZXingModule();
		throw problem;
	}
	return new BarcodeDetector({ formats: [...formats] });
}
