// Makes a small JPEG of one frame, away from the page's thread.
import type { PictureSize } from '../small-picture.ts';

export interface SmallRequest extends PictureSize {
	readonly id: number;
	/** Closed here. */
	readonly frame: VideoFrame | ImageBitmap;
	readonly mostBytes: number;
}
/** One frame, or nothing any more. */
export type SmallWish = SmallRequest | 'end';
export interface SmallAnswer {
	readonly id: number;
	/** Null: it could not be made, or not even a poor one is small enough. */
	readonly picture: Blob | null;
}

const QUALITIES = [0.6, 0.4, 0.2];

addEventListener('message', ({ data }: MessageEvent<SmallWish>) => {
	// frames that came before were closed as they came
	if (data === 'end') return close();
	const answer = (picture: Blob | null): void => {
		postMessage({ id: data.id, picture } satisfies SmallAnswer);
	};
	pictureOf(data).then(answer, () => answer(null));
});

async function pictureOf({ frame, width, height, mostBytes }: SmallRequest): Promise<Blob | null> {
	const canvas = new OffscreenCanvas(width, height);
	draw(canvas, frame);
	for (const quality of QUALITIES) {
		const picture = await canvas.convertToBlob({ type: 'image/jpeg', quality });
		if (picture.size <= mostBytes) return picture;
	}
	return null;
}

/** A frame that nobody gives back is missing to the camera. */
function draw(canvas: OffscreenCanvas, frame: SmallRequest['frame']): void {
	try {
		const context = canvas.getContext('2d', { willReadFrequently: true });
		if (!context) return;
		context.imageSmoothingQuality = 'medium';
		context.drawImage(frame, 0, 0, canvas.width, canvas.height);
	} finally {
		frame.close();
	}
}
