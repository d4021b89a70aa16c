// When a film before the fake camera comes to one of its moments, told from the camera's own picture: on a busy machine
// Chromium plays a film more slowly than its seconds. Greys of 32×24, compared with those of the film's own pictures.
import { decode } from 'jpeg-js';
import type { BrowserContext, Page } from 'playwright';
import { filmFrame, UNQUIET } from './face-films.ts';

const WIDTH = 32;
const HEIGHT = 24;

/** What `unquiet` shows, each at a second of its own. */
const SCENES = {
	quiet: UNQUIET.left - 2,
	empty: UNQUIET.left + 3,
	two: UNQUIET.second + 3,
	away: UNQUIET.away + 4,
	other: UNQUIET.otherPerson + 4
} as const;
type SceneName = keyof typeof SCENES;
const MOMENTS = {
	left: ['quiet', 'empty'],
	second: ['quiet', 'two'],
	away: ['quiet', 'away'],
	otherPerson: ['empty', 'other']
} as const satisfies Readonly<Record<string, readonly [SceneName, SceneName]>>;
type Moment = keyof typeof MOMENTS;

/** Samples: how long a move may take, and how long it is another scene before it is believed. */
const MOVING = 15;
const SURE = 4;

interface Sample {
	readonly at: number;
	readonly grey: readonly number[];
}

/** Every camera of this context is sampled ten times a second. */
export async function withFilmClock(context: BrowserContext): Promise<void> {
	await context.addInitScript(sampleCamera, [WIDTH, HEIGHT] as const);
}

/** Resolves once the film has made this move, after `since`. @returns the instant */
export async function filmMoves(
	page: Page,
	moment: Moment,
	since: number,
	timeoutMs = 150_000
): Promise<number> {
	const [before, after] = MOMENTS[moment];
	const nameOf = await sceneNames();
	for (const giveUp = Date.now() + timeoutMs; Date.now() < giveUp; await page.waitForTimeout(250)) {
		const samples = await page.evaluate(
			(from) =>
				((globalThis as { cameraSamples?: Sample[] }).cameraSamples ?? []).filter(
					({ at }) => at >= from
				),
			since
		);
		const scenes = samples.map(({ grey }) => nameOf(grey));
		const moved = scenes.findIndex(
			(_, index) =>
				scenes.slice(Math.max(0, index - MOVING), index).includes(before) &&
				scenes[index - 1] !== after &&
				scenes.slice(index, index + SURE).join() === Array(SURE).fill(after).join()
		);
		if (moved >= 0) return samples[moved]?.at ?? NaN;
	}
	throw new Error(`the film never came to “${moment}”`);
}

async function sceneNames(): Promise<(grey: readonly number[]) => SceneName | undefined> {
	const names = Object.keys(SCENES) as SceneName[];
	const greys = await Promise.all(names.map((name) => greyOf(SCENES[name])));
	return (grey) => {
		const distances = greys.map((one) => distance(grey, one));
		return names[distances.indexOf(Math.min(...distances))];
	};
}

async function greyOf(second: number): Promise<number[]> {
	const { width, height, data } = decode(await filmFrame('unquiet', second), { useTArray: true });
	return Array.from({ length: WIDTH * HEIGHT }, (_, cell) => {
		const [column, row] = [cell % WIDTH, Math.floor(cell / WIDTH)];
		let sum = 0;
		let count = 0;
		for (let y = (row * height) / HEIGHT; y < ((row + 1) * height) / HEIGHT; y += 4)
			for (let x = (column * width) / WIDTH; x < ((column + 1) * width) / WIDTH; x += 4, count++)
				sum += data[(Math.floor(y) * width + Math.floor(x)) * 4 + 1] ?? 0;
		return sum / count;
	});
}

const distance = (a: readonly number[], b: readonly number[]): number =>
	a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);

/** In the page. */
function sampleCamera([width, height]: readonly [number, number]): void {
	const media = navigator.mediaDevices as MediaDevices | undefined;
	if (!media) return;
	const open = media.getUserMedia.bind(media);
	const samples: Sample[] = [];
	Object.assign(globalThis, { cameraSamples: samples });
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
		const canvas = new OffscreenCanvas(width, height);
		const pen = canvas.getContext('2d', { willReadFrequently: true });
		timer = setInterval(() => {
			if (!pen || video.videoWidth === 0) return;
			pen.drawImage(video, 0, 0, width, height);
			const { data } = pen.getImageData(0, 0, width, height);
			const grey = Array.from({ length: width * height }, (_, cell) => data[cell * 4 + 1] ?? 0);
			samples.push({ at: Date.now(), grey });
			if (samples.length > 600) samples.shift();
		}, 100);
		return stream;
	};
}
