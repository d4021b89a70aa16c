// Looks at a camera's pictures once a second, away from the page's thread: draws them small and measures them. It keeps
// its pace in a page that is hidden.
import { LOOK_SIZE, statsOf, type PictureStats } from '../picture-stats.ts';

/** Pictures by themselves, one picture, or nothing any more. */
export type LookRequest =
	| { readonly frames: ReadableStream<VideoFrame> }
	| { readonly picture: ImageBitmap; readonly at: number }
	| 'end';

export interface LookAnswer {
	/** Wall clock without its steps: `timeOrigin` and what has passed since. */
	readonly at: number;
	readonly stats: PictureStats;
}

const LOOK_EVERY_MS = 1000;

const { width, height } = LOOK_SIZE;
const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
if (context) context.imageSmoothingQuality = 'medium';
let before: Uint8ClampedArray | null = null;
let reader: ReadableStreamDefaultReader<VideoFrame> | null = null;
let reading: Promise<unknown> | null = null;
let ended = false;

addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
	if (data === 'end') void end();
	// to whoever opened this: an error that is only rejected is not heard there
	else if ('frames' in data) lookAtAll(data.frames).catch(reportError);
	else look(data.picture, data.at);
});

async function lookAtAll(frames: ReadableStream<VideoFrame>): Promise<void> {
	reader = frames.getReader();
	while (!ended) {
		const next = reader.read();
		reading = next;
		const { value } = await next;
		reading = null;
		if (!value) return;
		look(value, performance.timeOrigin + performance.now());
		// what comes meanwhile is dropped by the browser but for the last
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
}

/** Closes the picture. */
function look(picture: VideoFrame | ImageBitmap, at: number): void {
	context?.drawImage(picture, 0, 0, width, height);
	picture.close();
	const drawn = context?.getImageData(0, 0, width, height);
	if (!drawn) return;
	postMessage({ at, stats: statsOf(drawn.data, before) } satisfies LookAnswer);
	before = drawn.data;
}

/** A frame that nobody gives back is missing to the camera: one that is just being read comes first (live/browser/one-frame.ts). */
async function end(): Promise<void> {
	ended = true;
	const patience = new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	await Promise.race([reading, patience]).catch(() => {});
	await reader?.cancel().catch(() => {});
	close();
}
