// A camera that gets into trouble, for Chromium's fake one (`--use-file-for-fake-video-capture`): a lively room, then a
// covered lens, a picture that stands still, darkness; and a microphone that falls dead. Both loop. Kept in
// node_modules/.cache; Chromium plays a .mjpeg at 30 pictures a second whatever is asked of it.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import type { Page } from 'playwright';

const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'duimian');
const FPS = 30;
const [WIDTH, HEIGHT] = [320, 240];
/** A prime, so that no two looks a second apart see the same picture. */
const LIVELY_PICTURES = 31;

export type Trouble = 'covered' | 'frozen' | 'black';
const SCENES: readonly (readonly [Trouble | 'lively', seconds: number])[] = [
	['lively', 15],
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

interface TroubleSample {
	readonly at: number;
	readonly mean: number;
	readonly deviation: number;
	/** To the sample before. */
	readonly difference: number;
}

/** Every camera of this page is sampled ten times a second by the test itself. */
export async function withTroubleClock(page: Page): Promise<void> {
	await page.addInitScript(sampleCamera);
}

const IS: Readonly<Record<Trouble, (sample: TroubleSample) => boolean>> = {
	black: ({ mean, deviation }) => mean < 12 && deviation < 6,
	covered: ({ mean, deviation }) => mean >= 12 && deviation < 6,
	frozen: ({ deviation, difference }) => deviation >= 6 && difference === 0
};
/** At 10 samples of 30 pictures a second a lively film has no two alike; three in a row are no chance. */
const RUN = 4;

/** Resolves once the film has come to it, after now. @returns the instant of its first picture */
export async function troubleBegins(
	page: Page,
	trouble: Trouble,
	timeoutMs = 120_000
): Promise<number> {
	const since = Date.now();
	for (const giveUp = since + timeoutMs; Date.now() < giveUp; await page.waitForTimeout(100)) {
		const samples = await page.evaluate(
			(from) =>
				((globalThis as { troubleSamples?: TroubleSample[] }).troubleSamples ?? []).filter(
					({ at }) => at >= from
				),
			since - 2000
		);
		const holds = samples.map(IS[trouble]);
		const first = holds.findIndex((_, index) =>
			holds.slice(index, index + RUN).every((one, at, run) => one && run.length === RUN && at >= 0)
		);
		if (first > 0) return samples[first]?.at ?? NaN;
	}
	throw new Error(`the film never came to “${trouble}”`);
}

/** In the page. */
function sampleCamera(): void {
	const media = navigator.mediaDevices as MediaDevices | undefined;
	if (!media) return;
	const open = media.getUserMedia.bind(media);
	const samples: TroubleSample[] = [];
	Object.assign(globalThis, { troubleSamples: samples });
	let timer: ReturnType<typeof setInterval> | undefined;
	media.getUserMedia = async (constraints) => {
		const stream = await open(constraints);
		const [track] = stream.getVideoTracks();
		if (!track) return stream;
		clearInterval(timer);
		const video = document.createElement('video');
		video.muted = true;
		video.srcObject = new MediaStream([track.clone()]);
		void video.play();
		const pen = new OffscreenCanvas(32, 24).getContext('2d', { willReadFrequently: true });
		let before: readonly number[] = [];
		timer = setInterval(() => {
			if (!pen || video.videoWidth === 0) return;
			pen.drawImage(video, 0, 0, 32, 24);
			const { data } = pen.getImageData(0, 0, 32, 24);
			const grey = Array.from({ length: 32 * 24 }, (_, cell) => data[cell * 4] ?? 0);
			const mean = grey.reduce((sum, one) => sum + one, 0) / grey.length;
			const spread = grey.reduce((sum, one) => sum + (one - mean) ** 2, 0) / grey.length;
			const difference = grey.reduce((sum, one, at) => sum + Math.abs(one - (before[at] ?? -9)), 0);
			samples.push({ at: Date.now(), mean, deviation: Math.sqrt(spread), difference });
			before = grey;
			if (samples.length > 600) samples.shift();
		}, 100);
		return stream;
	};
}
