// Takes a camera's pictures to the worker that looks at them: straight from the track where the browser can, which goes on
// in a hidden page, else out of a video. No second decoder: a camera's frames are not encoded.
import { every } from '../../shared/browser/every.ts';
import { streamVideo } from '../../shared/browser/stream-video.ts';
import type { Millis } from '../../shared/clock.ts';
import type { PictureLook } from '../picture-health.ts';
import { LOOK_SIZE } from '../picture-stats.ts';
import type { LookAnswer, LookRequest } from './picture.worker.ts';

export interface LookEvents {
	/** Timed by `performance.now()`. */
	looked(look: PictureLook): void;
	/** Nothing comes any more. */
	died(): void;
}

/** @returns what ends it */
export type OpenLooks = (stream: MediaStream, events: LookEvents) => () => void;

/** Chromium's and Safari's; the DOM types do not know it yet. */
type Frames = new (of: { track: MediaStreamTrack; maxBufferSize: number }) => {
	readonly readable: ReadableStream<VideoFrame>;
};

const LOOK_EVERY_MS = 1000;

export const openPictureLooks: OpenLooks = (stream, { looked, died }) => {
	const worker = new Worker(new URL('./picture.worker.ts', import.meta.url), { type: 'module' });
	worker.addEventListener('message', ({ data: { at, stats } }: MessageEvent<LookAnswer>) =>
		looked({ ...stats, at: at - performance.timeOrigin })
	);
	worker.addEventListener('error', died);
	const endPictures = framesTo(worker, stream) ?? picturesTo(worker, stream);
	return () => {
		endPictures();
		worker.postMessage('end' satisfies LookRequest);
	};
};

function framesTo(worker: Worker, stream: MediaStream): (() => void) | null {
	const { MediaStreamTrackProcessor } = globalThis as { MediaStreamTrackProcessor?: Frames };
	const [track] = stream.getVideoTracks();
	if (!MediaStreamTrackProcessor || !track) return null;
	const frames = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable;
	worker.postMessage({ frames } satisfies LookRequest, [frames]);
	return () => {};
}

function picturesTo(worker: Worker, stream: MediaStream): () => void {
	const video = streamVideo(stream);
	const stop = every(LOOK_EVERY_MS, () => void hand(video.element, stream, worker));
	return () => {
		stop();
		video.close();
	};
}

/** A picture that is known to be an old one is none: in a hidden page, and while the system holds the camera back. */
async function hand(video: HTMLVideoElement, stream: MediaStream, worker: Worker): Promise<void> {
	const none = video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0;
	const held = stream
		.getVideoTracks()
		.every(({ muted, readyState }) => muted || readyState !== 'live');
	if (none || held || document.visibilityState === 'hidden') return;
	const { width: resizeWidth, height: resizeHeight } = LOOK_SIZE;
	const at: Millis = performance.timeOrigin + performance.now();
	const size = { resizeWidth, resizeHeight, resizeQuality: 'medium' } as const;
	const picture = await createImageBitmap(video, size).catch(() => null);
	if (picture) worker.postMessage({ picture, at } satisfies LookRequest, [picture]);
}
