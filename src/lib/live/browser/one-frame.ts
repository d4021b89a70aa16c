// The present frame of a video track that others record: read beside them, given back at once. Straight from the track
// where the browser can, which goes on in a hidden page, else out of a video that lives as long as one frame takes.
import { streamVideo } from '../../shared/browser/stream-video.ts';
import type { PictureSize } from '../small-picture.ts';

/** Chromium's; the DOM types do not know it yet. */
type Frames = new (of: { track: MediaStreamTrack; maxBufferSize: number }) => {
	readonly readable: ReadableStream<VideoFrame>;
};

/** A camera that gives none in this time gives none; a screen is asked for one when somebody begins to look. */
const PATIENCE_MS = 2000;

/**
 * To be closed by whoever gets it. Of a clone: who records may stop the track at any moment, and a track that stops while it
 * is read may lose the frame that is just coming, to the camera too (Chromium 156, 8 of 2,094 stopped while they were
 * read; of a clone that lived on until the frame came, none of 1,880).
 * @param sized how large it is needed, of its own size
 * @returns null = there is none
 */
export async function oneFrame(
	track: MediaStreamTrack,
	sized: (own: PictureSize) => PictureSize
): Promise<VideoFrame | ImageBitmap | null> {
	const { MediaStreamTrackProcessor } = globalThis as { MediaStreamTrackProcessor?: Frames };
	if (!MediaStreamTrackProcessor) return frameOfVideo(track, sized);
	const own = track.clone();
	try {
		const frames = new MediaStreamTrackProcessor({ track: own, maxBufferSize: 1 }).readable;
		const reading = frames.getReader().read();
		const come = await inTime(reading);
		// one that comes in the very moment in which nobody waits for it any more
		if (!come) reading.then(({ value }) => value?.close()).catch(() => {});
		return come?.value ?? null;
	} finally {
		own.stop();
	}
}

/** @returns null when it takes longer */
async function inTime<T>(coming: Promise<T>): Promise<T | null> {
	const { promise: over, resolve } = Promise.withResolvers<null>();
	const timer = setTimeout(() => resolve(null), PATIENCE_MS);
	return Promise.race([coming, over]).finally(() => clearTimeout(timer));
}

async function frameOfVideo(
	track: MediaStreamTrack,
	sized: (own: PictureSize) => PictureSize
): Promise<ImageBitmap | null> {
	const video = streamVideo(new MediaStream([track]));
	try {
		const { element } = video;
		if (!(await hasPicture(element))) return null;
		const size = sized({ width: element.videoWidth, height: element.videoHeight });
		const [resizeWidth, resizeHeight] = [size.width, size.height];
		return await createImageBitmap(element, { resizeWidth, resizeHeight, resizeQuality: 'medium' });
	} finally {
		video.close();
	}
}

function hasPicture(video: HTMLVideoElement): Promise<boolean> {
	const has = (): boolean =>
		video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
	return new Promise((resolve) => {
		const settle = (): void => resolve(has());
		setTimeout(settle, PATIENCE_MS);
		video.addEventListener('loadeddata', settle);
		if (has()) settle();
	});
}
