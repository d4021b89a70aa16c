// The page of the browser's half of bench:face: a camera's picture, and the reader that looks at it or does not.
import { openFaceReader } from '../../../src/lib/identity/browser/face-reader.ts';
import type { Reading } from '../../../src/lib/identity/reading.ts';
import { every } from '../../../src/lib/shared/browser/every.ts';

export interface LookTimes {
	readonly width: number;
	readonly faces: number;
	/** From the question to the answer, and of that in the worker (ms). */
	readonly whole: readonly number[];
	readonly worker: readonly number[];
}

const bench = {
	/** @returns from the worker's start to ready (ms) */
	async open(width: number, height: number, blendshapes: boolean | null): Promise<number> {
		const stream = await navigator.mediaDevices.getUserMedia({ video: { width, height } });
		const video = document.querySelector('video');
		if (!video) throw new Error('no video');
		video.srcObject = stream;
		await video.play();
		const began = performance.now();
		if (blendshapes === null) return 0;
		const opened = await openFaceReader({ blendshapes });
		if (!opened.ok) throw new Error(opened.error);
		const reader = opened.value;
		bench.read = () => reader.read(video);
		return performance.now() - began;
	},

	read: (): Promise<Reading | null> => Promise.resolve(null),

	async looks(count: number): Promise<LookTimes> {
		const [whole, worker]: [number[], number[]] = [[], []];
		let faces = 0;
		while (whole.length < count) {
			const began = performance.now();
			const seen = await bench.read();
			if (!seen) continue;
			whole.push(performance.now() - began);
			worker.push(seen.tookMs);
			faces = Math.max(faces, seen.faces.length);
		}
		return { width: document.querySelector('video')?.videoWidth ?? 0, faces, whole, worker };
	},

	/** Looks so many times a second from now on. */
	pace(hertz: number): void {
		every(1000 / hertz, () => void bench.read());
	}
};
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
