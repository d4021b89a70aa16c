// A film of a QR code on a desk, as a phone's camera gives it: small or large, turned a little, blurred, noisy.
import { encode } from 'uqr';

export interface CodeFilm {
	readonly stream: MediaStream;
	close(): void;
}

export interface CodeFilmOptions {
	readonly text: string;
	/** Side of the code in the picture of 1280×720. */
	readonly side: number;
	readonly degrees: number;
	/** Share of white noise, 0 to 1. */
	readonly noise: number;
}

const [WIDTH, HEIGHT] = [1280, 720];
/** Before it is turned, scaled and blurred. */
const MODULE_PIXELS = 8;
const FRAMES_PER_S = 15;
/** Drawn beforehand and shown in turn: drawing noise takes longer than a frame lasts. */
const DRAWN = 3;

export async function codeFilm(options: CodeFilmOptions): Promise<CodeFilm> {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [WIDTH, HEIGHT];
	const frames: ImageBitmap[] = [];
	for (let i = 0; i < DRAWN; i++) {
		drawFrame(canvas, options);
		frames.push(await createImageBitmap(canvas));
	}
	const shown = document.createElement('canvas');
	[shown.width, shown.height] = [WIDTH, HEIGHT];
	const context = shown.getContext('2d');
	let turn = 0;
	const show = (): void => {
		const frame = frames[turn++ % DRAWN];
		if (frame) context?.drawImage(frame, 0, 0);
	};
	show();
	const stream = shown.captureStream(FRAMES_PER_S);
	const timer = setInterval(show, 1000 / FRAMES_PER_S);
	return {
		stream,
		close() {
			clearInterval(timer);
			for (const track of stream.getTracks()) track.stop();
		}
	};
}

export function drawFrame(
	canvas: HTMLCanvasElement,
	{ text, side, degrees, noise }: CodeFilmOptions
): void {
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no 2d canvas');
	context.setTransform(1, 0, 0, 1, 0, 0);
	// a screen on a desk: bright in the dark, brighter at one side
	const light = context.createLinearGradient(0, 0, WIDTH, HEIGHT);
	light.addColorStop(0, '#554f48');
	light.addColorStop(1, '#8f8a80');
	context.fillStyle = light;
	context.fillRect(0, 0, WIDTH, HEIGHT);
	context.translate(WIDTH * 0.52, HEIGHT * 0.49);
	context.rotate((degrees * Math.PI) / 180);
	context.filter = 'blur(0.6px)';
	drawCode(context, text, side);
	context.filter = 'none';
	addNoise(context, noise);
}

function drawCode(context: CanvasRenderingContext2D, text: string, side: number): void {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	const sharp = new OffscreenCanvas(size * MODULE_PIXELS, size * MODULE_PIXELS);
	const modules = sharp.getContext('2d');
	if (!modules) throw new Error('no 2d canvas');
	modules.scale(MODULE_PIXELS, MODULE_PIXELS);
	modules.fillStyle = '#e8e6e0';
	modules.fillRect(0, 0, size, size);
	modules.fillStyle = '#1d1c1a';
	data.forEach((row, y) => {
		row.forEach((dark, x) => {
			if (dark) modules.fillRect(x, y, 1, 1);
		});
	});
	context.drawImage(sharp, -side / 2, -side / 2, side, side);
}

function addNoise(context: CanvasRenderingContext2D, noise: number): void {
	const pixels = context.getImageData(0, 0, WIDTH, HEIGHT);
	const { data } = pixels;
	for (let at = 0; at < data.length; at += 4) {
		const by = (Math.random() - 0.5) * 510 * noise;
		data[at] = (data[at] ?? 0) + by;
		data[at + 1] = (data[at + 1] ?? 0) + by;
		data[at + 2] = (data[at + 2] ?? 0) + by;
	}
	context.putImageData(pixels, 0, 0);
}
