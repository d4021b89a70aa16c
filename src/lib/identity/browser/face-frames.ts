// Pictures of a video, of which the best is kept until it is sent: drawn at each look, made a file once.
import { MAX_FRAME_BYTES } from '../wire.ts';

const WIDTH = 640;
/** A noisy picture of a poor camera may need the last of them. */
const QUALITIES = [0.9, 0.8, 0.65, 0.5, 0.35];

export interface FaceFrames {
	/** @returns the video's present picture until the next call; null: it has none yet */
	hold(video: HTMLVideoElement): HTMLCanvasElement | null;
	/** What is held takes the place of what was kept. */
	keep(): void;
	/** A JPEG of what is kept, at most `MAX_FRAME_BYTES`, not mirrored. */
	take(): Promise<Blob>;
}

export function createFaceFrames(): FaceFrames {
	let held = document.createElement('canvas');
	let kept = document.createElement('canvas');

	return {
		hold(video) {
			if (video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
				return null;
			held.width = Math.min(WIDTH, video.videoWidth);
			held.height = Math.round((video.videoHeight * held.width) / video.videoWidth);
			held.getContext('2d')?.drawImage(video, 0, 0, held.width, held.height);
			return held;
		},
		keep() {
			[held, kept] = [kept, held];
		},
		async take() {
			for (const quality of QUALITIES) {
				const picture = await jpegOf(kept, quality);
				if (picture && picture.size <= MAX_FRAME_BYTES) return picture;
			}
			throw new Error('no picture of the kept frame');
		}
	};
}

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
	new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
