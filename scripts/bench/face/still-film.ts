// A camera's film of one still person: Chromium plays an .mjpeg as its camera, again and again.
import jpeg from 'jpeg-js';
import { readFileSync, writeFileSync } from 'node:fs';

const [WIDTH, HEIGHT] = [640, 480];
const FRAMES = 10;
/** The middle person of sample3 (findings §5), as large as somebody at a desk. */
const PART = { x: 920, y: 60, width: 640 };

/** @param folder of `@vladmandic/face-api` */
export function writeStillFilm(folder: string, path: string): void {
	const all = jpeg.decode(readFileSync(`${folder}/demo/sample3.jpg`), { useTArray: true });
	const data = new Uint8Array(WIDTH * HEIGHT * 4);
	const scale = PART.width / WIDTH;
	for (let y = 0; y < HEIGHT; y++)
		for (let x = 0; x < WIDTH; x++) {
			const from =
				((PART.y + Math.floor(y * scale)) * all.width + PART.x + Math.floor(x * scale)) * 4;
			data.set(all.data.subarray(from, from + 4), (y * WIDTH + x) * 4);
		}
	const frame = jpeg.encode({ width: WIDTH, height: HEIGHT, data }, 90).data;
	writeFileSync(path, Buffer.concat(Array.from({ length: FRAMES }, () => frame)));
}
