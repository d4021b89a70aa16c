// Real Chromium, real WebAssembly; the film is drawn here.
import { afterEach, expect, test, vi } from 'vitest';
import { codeFilm, drawFrame, type CodeFilmOptions } from '../testing/code-film.ts';
import { openScanner } from './scanner.ts';

const TEXT = 'https://duimian.example/evidence#K7M2-9QXT-4HBD';
const SMALL: CodeFilmOptions = { text: TEXT, side: 120, degrees: 7, noise: 0.08 };
const MAGNIFIED: CodeFilmOptions = { text: TEXT, side: 600, degrees: -5, noise: 0.08 };

const closing: { close(): void }[] = [];
afterEach(() => {
	for (const opened of closing.splice(0)) opened.close();
});

function opened<T extends { close(): void }>(what: T): T {
	closing.push(what);
	return what;
}

async function scanned(film: CodeFilmOptions): Promise<{ text: string; ms: number }> {
	const { stream } = opened(await codeFilm(film));
	const begun = performance.now();
	return new Promise((resolve, reject) => {
		const found = (text: string): void => {
			resolve({ text, ms: Math.round(performance.now() - begun) });
		};
		void openScanner({ stream, found }).then((scanner) => {
			if (scanner.ok) opened(scanner.value);
			else reject(new Error(scanner.error.code));
		});
	});
}

test.each([
	['a small code: 120 of 1280 pixels', SMALL],
	['a magnified code: 600 pixels', MAGNIFIED],
	['a small one a second time, its reader loaded', SMALL]
])('[P1] %s, turned and noisy, is read', async (name, film) => {
	const { text, ms } = await scanned(film);
	expect(text).toBe(TEXT);
	console.info(`${name}: ${String(ms)} ms`); // eslint-disable-line no-console
});

test('[P1] nothing to read: it goes on looking, and finds what comes later', async () => {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [1280, 720];
	const stream = canvas.captureStream();
	drawFrame(canvas, { ...SMALL, side: 0.1 });
	const found = vi.fn();
	const scanner = await openScanner({ stream, found });
	if (scanner.ok) opened(scanner.value);
	await new Promise((resolve) => setTimeout(resolve, 600));
	expect(found).not.toHaveBeenCalled();
	drawFrame(canvas, MAGNIFIED);
	await expect.poll(() => found.mock.calls).toEqual([[TEXT]]);
});

test('[P1] once found it looks no further, and says it once', async () => {
	const { stream } = opened(await codeFilm(MAGNIFIED));
	const found = vi.fn();
	const scanner = await openScanner({ stream, found });
	if (scanner.ok) opened(scanner.value);
	await expect.poll(() => found.mock.calls.length).toBe(1);
	await new Promise((resolve) => setTimeout(resolve, 700));
	expect(found).toHaveBeenCalledOnce();
	expect(document.querySelector('video')).toBeNull();
	expect(stream.active, 'a stream of the caller stays open').toBe(true);
});

test('[P1] its own camera is closed with it', async () => {
	const scanner = await openScanner({ found: () => {} });
	if (!scanner.ok) throw new Error(scanner.error.code);
	expect(scanner.value.stream.getVideoTracks()[0]?.readyState).toBe('live');
	scanner.value.close();
	expect(scanner.value.stream.getVideoTracks()[0]?.readyState).toBe('ended');
});

test('[P1] a refused camera is said by its code', async () => {
	const ask = vi
		.spyOn(navigator.mediaDevices, 'getUserMedia')
		.mockRejectedValue(new DOMException('', 'NotAllowedError'));
	expect(await openScanner({ found: () => {} })).toMatchObject({
		ok: false,
		error: { code: 'device.camera-refused' }
	});
	ask.mockRestore();
});

test('[P1] a browser with a reader of its own uses that', async () => {
	const detect = vi.fn(() => Promise.resolve([{ rawValue: 'own' }]));
	class BarcodeDetector {
		static getSupportedFormats = () => Promise.resolve(['qr_code', 'ean_13']);
		detect = detect;
	}
	vi.stubGlobal('BarcodeDetector', BarcodeDetector);
	expect((await scanned(SMALL)).text).toBe('own');
	// and one that fails gives way to ours
	detect.mockRejectedValue(new DOMException('', 'NotSupportedError'));
	expect((await scanned(SMALL)).text).toBe(TEXT);
	vi.unstubAllGlobals();
});
