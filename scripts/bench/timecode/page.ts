// In the browser of the bench: the candidate's page itself, then a camera that films a picture of it.
import { flushSync, mount, type Component } from 'svelte';
import '../../../src/app.css';
import AttemptPage from '../../../src/lib/attempt/ui/AttemptPage.svelte';
import { changingRoom } from '../../../src/lib/attempt/ui/testing/changing-room.svelte.ts';
import { recordingActions } from '../../../src/lib/attempt/ui/testing/sample-room.ts';
import { attemptSamples } from '../../../src/lib/attempt/ui/testing/sample-views.ts';
import { timecodesIn } from '../../../src/lib/evidence/browser/code-image.ts';
import { timecodeSymbol } from '../../../src/lib/evidence/browser/timecode-symbol.ts';
import { createTimecodeReader } from '../../../src/lib/recording/browser/timecode-reader.ts';
import { loadMessages } from '../../../src/lib/shared/ui/load-messages.ts';
import InLanguage from '../../../src/lib/shared/ui/testing/InLanguage.svelte';
import { HEIGHT, scene, WIDTH, type Pose, type Screen } from './scene.ts';

export interface FilmOptions {
	readonly pose: Pose;
	readonly mime: string;
	readonly bitsPerSecond: number;
	readonly framesPerSecond: number;
	/** Standard deviation of the sensor's noise, grey values. */
	readonly noise: number;
	readonly showMs: number;
	readonly pauseMs: number;
}

export interface Filmed {
	readonly base64: string;
	/** When each code came, ms of the film by the recorder's start. */
	readonly shownAtMs: readonly number[];
	readonly lengthMs: number;
	readonly framesPerSecond: number;
	/** Decoded from the camera's picture before any codec, one look each. */
	readonly uncompressed: readonly boolean[];
}

/** Different frames of one picture. */
const EXPOSURES = 6;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const bench = {
	/** The answering page, with the code in the picture's place. */
	async room() {
		const sample = attemptSamples(null)['answer'];
		if (sample?.kind !== 'room') throw new Error('a room');
		const changing = changingRoom(sample.room);
		mount(InLanguage as unknown as Component<Record<string, unknown>>, {
			target: document.body,
			props: {
				component: AttemptPage,
				props: Object.assign(changing.props, { actions: recordingActions() }),
				language: { locale: 'zh-CN', messages: await loadMessages('zh-CN') }
			}
		});
		this.show = (code) => {
			changing.change({ timecode: code === null ? null : timecodeSymbol(code) });
			flushSync();
		};
	},
	show: (_code: string | null): void => {},
	supports: (mime: string): boolean => MediaRecorder.isTypeSupported(mime),

	/** @param screens addresses of pictures: without a code, then one with each of `codes` */
	async film(
		screens: readonly string[],
		codes: readonly string[],
		options: FilmOptions
	): Promise<Filmed> {
		const pictures: Float32Array[] = [];
		for (const screen of screens) pictures.push(scene(await pixelsOf(screen), options.pose));
		const camera = createCamera(pictures, options);
		const stills: OffscreenCanvas[] = [];
		const shownAtMs: number[] = [];
		await camera.start();
		await pause(options.pauseMs);
		for (const [index] of codes.entries()) {
			camera.see(index + 1);
			shownAtMs.push(camera.ms());
			await pause(options.showMs / 2);
			stills.push(camera.still());
			await pause(options.showMs / 2);
			camera.see(0);
			await pause(options.pauseMs);
		}
		const film = await camera.stop();
		const uncompressed: boolean[] = [];
		for (const [index, still] of stills.entries())
			uncompressed.push((await timecodesIn(still)).some(({ text }) => text === codes[index]));
		return { ...film, shownAtMs, uncompressed };
	},

	/** @returns ms in the film of each code, by the reviewer's own reader; null = not found */
	async read(
		base64: string,
		codes: readonly string[],
		aroundMs: readonly number[]
	): Promise<(number | null)[]> {
		const bytes = Uint8Array.fromBase64(base64);
		const address = URL.createObjectURL(new Blob([bytes]));
		const reader = createTimecodeReader(address);
		const found: (number | null)[] = [];
		for (const [index, code] of codes.entries())
			found.push(await reader.find(code, aroundMs[index] ?? 0));
		reader.close();
		URL.revokeObjectURL(address);
		return found;
	}
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });

async function pixelsOf(address: string): Promise<Screen> {
	const picture = await createImageBitmap(await (await fetch(address)).blob());
	const { width, height } = picture;
	const context = new OffscreenCanvas(width, height).getContext('2d');
	if (!context) throw new Error('no 2d context');
	context.drawImage(picture, 0, 0);
	return { width, height, pixels: context.getImageData(0, 0, width, height).data };
}

/** A phone: sensor noise, a candidate who moves in front of it, and MediaRecorder. */
function createCamera(pictures: readonly Float32Array[], options: FilmOptions) {
	const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no 2d context');
	// made beforehand: the encoder shall have the processor
	const noise = Float32Array.from({ length: WIDTH * HEIGHT * 2 }, () => gaussian() * options.noise);
	const exposures = pictures.map((picture) =>
		Array.from({ length: EXPOSURES }, () => exposure(picture, noise))
	);
	const recorder = new MediaRecorder(canvas.captureStream(options.framesPerSecond), {
		mimeType: options.mime,
		videoBitsPerSecond: options.bitsPerSecond
	});
	const slices: Blob[] = [];
	recorder.ondataavailable = ({ data }) => slices.push(data);
	let seen = 0;
	let began = performance.now();
	let frames = 0;

	function draw(): void {
		const frame = exposures[seen]?.[Math.floor(Math.random() * EXPOSURES)];
		if (!context || !frame) return;
		context.putImageData(frame, 0, 0);
		candidate(context, performance.now() / 1000);
		frames += 1;
	}

	return {
		async start() {
			draw();
			const started = new Promise((done) => recorder.addEventListener('start', done));
			recorder.start(800);
			setInterval(draw, 1000 / options.framesPerSecond);
			await started;
			began = performance.now();
		},
		ms: () => performance.now() - began,
		/** @param picture index */
		see(picture: number) {
			seen = picture;
		},
		still(): OffscreenCanvas {
			const copy = new OffscreenCanvas(WIDTH, HEIGHT);
			copy.getContext('2d', { willReadFrequently: true })?.drawImage(canvas, 0, 0);
			return copy;
		},
		async stop() {
			const lengthMs = performance.now() - began;
			const stopped = new Promise((done) => recorder.addEventListener('stop', done));
			recorder.stop();
			await stopped;
			const bytes = new Uint8Array(await new Blob(slices).arrayBuffer());
			return { base64: bytes.toBase64(), lengthMs, framesPerSecond: (frames * 1000) / lengthMs };
		}
	};
}

/** One frame of the sensor. */
function exposure(picture: Float32Array, noise: Float32Array): ImageData {
	const image = new ImageData(WIDTH, HEIGHT);
	image.data.fill(255);
	const shift = Math.floor(Math.random() * WIDTH * HEIGHT);
	for (let at = 0; at < WIDTH * HEIGHT; at++)
		for (let c = 0; c < 3; c++)
			image.data[at * 4 + c] = (picture[at * 3 + c] ?? 0) + (noise[shift + at] ?? 0);
	return image;
}

function candidate(context: CanvasRenderingContext2D, s: number): void {
	const sway = 26 * Math.sin(s * 1.3);
	for (const [colour, y, width, height] of [
		['#5d5f6b', 350, 92, 150],
		['#b89a84', 200, 40, 52],
		['#2a2420', 168, 41, 26]
	] as const) {
		context.fillStyle = colour;
		context.beginPath();
		context.ellipse(470 + sway, y + 6 * Math.sin(s * 2.1), width, height, 0.08 * Math.sin(s), 0, 7);
		context.fill();
	}
}

const gaussian = (): number =>
	Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
