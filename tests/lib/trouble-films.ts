// A camera that gets into trouble, for Chromium's fake one (`--use-file-for-fake-video-capture`): a lively room, then a
// covered lens, a picture that stands still, darkness; and a microphone that falls dead. Both loop. Kept in
// node_modules/.cache; Chromium plays a .mjpeg at 30 pictures a second whatever is asked of it.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import jpeg from 'jpeg-js';

const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'duimian');
const FPS = 30;
const [WIDTH, HEIGHT] = [320, 240];
/** A prime, so that no two looks a second apart see the same picture. */
const LIVELY_PICTURES = 31;

export type Trouble = 'covered' | 'frozen' | 'black';
const SCENES: readonly (readonly [Trouble | 'lively', seconds: number])[] = [
	['lively', 25],
	['covered', 12],
	['lively', 8],
	['frozen', 12],
	['lively', 8],
	['black', 12]
];

/** What a pixel has beside its scene's own grey; a sensor is never still, not even under a hand. */
type Painter = (x: number, y: number, noise: number) => readonly [number, number, number];
const ROOM: Painter = (x, y, noise) => {
	const shade = 60 + (x * 120) / WIDTH + (Math.hypot(x - 160, y - 110) < 55 ? 50 : 0) + noise * 20;
	return [shade, shade * 0.95, shade * 0.9];
};
const HAND: Painter = (_x, _y, noise) => [58 + noise * 2, 22 + noise, 18 + noise];
const DARK: Painter = (_x, _y, noise) => [2 + noise, 2 + noise, 2 + noise];

function picture(paint: Painter, random: () => number): Buffer {
	const data = Buffer.alloc(WIDTH * HEIGHT * 4);
	for (let y = 0; y < HEIGHT; y++)
		for (let x = 0; x < WIDTH; x++)
			data.set([...paint(x, y, random()).map(Math.round), 255], (y * WIDTH + x) * 4);
	return Buffer.from(jpeg.encode({ data, width: WIDTH, height: HEIGHT }, 80).data);
}

/** Mulberry32: the same film on every machine. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

function film(): Buffer {
	const random = seeded(1);
	const several = (paint: Painter, count: number) =>
		Array.from({ length: count }, () => picture(paint, random));
	const pictures = {
		lively: several(ROOM, LIVELY_PICTURES),
		covered: several(HAND, LIVELY_PICTURES),
		frozen: several(ROOM, 1),
		black: several(DARK, LIVELY_PICTURES)
	};
	return Buffer.concat(
		SCENES.flatMap(([scene, seconds]) =>
			Array.from(
				{ length: seconds * FPS },
				(_, frame) => pictures[scene][frame % pictures[scene].length] ?? Buffer.alloc(0)
			)
		)
	);
}

const RATE = 16_000;
const [HEARD_S, DEAD_S] = [30, 15];

/** 16-bit mono WAVE: a quiet hum, then not a sample. */
function sound(): Buffer {
	const samples = (HEARD_S + DEAD_S) * RATE;
	const wave = Buffer.alloc(44 + samples * 2);
	wave.write('RIFF', 0);
	wave.writeUInt32LE(36 + samples * 2, 4);
	wave.write('WAVEfmt ', 8);
	wave.writeUInt32LE(16, 16);
	wave.writeUInt16LE(1, 20);
	wave.writeUInt16LE(1, 22);
	wave.writeUInt32LE(RATE, 24);
	wave.writeUInt32LE(RATE * 2, 28);
	wave.writeUInt16LE(2, 32);
	wave.writeUInt16LE(16, 34);
	wave.write('data', 36);
	wave.writeUInt32LE(samples * 2, 40);
	for (let n = 0; n < HEARD_S * RATE; n++)
		wave.writeInt16LE(Math.round(4000 * Math.sin((n * 2 * Math.PI * 220) / RATE)), 44 + n * 2);
	return wave;
}

async function kept(name: string, make: () => Buffer): Promise<string> {
	const code = createHash('sha256').update(await readFile(import.meta.filename));
	const file = join(CACHE, `trouble-${code.digest('hex').slice(0, 12)}-${name}`);
	if (existsSync(file)) return file;
	await mkdir(CACHE, { recursive: true });
	const fresh = `${file}.${String(process.pid)}`;
	await writeFile(fresh, make());
	await rename(fresh, file);
	return file;
}

export const troubleArgs = async (): Promise<string[]> => [
	`--use-file-for-fake-video-capture=${await kept('camera.mjpeg', film)}`,
	`--use-file-for-fake-audio-capture=${await kept('sound.wav', sound)}`
];
