// Small JPEGs of a camera or screen that is being recorded (I1): of the live track, never of the recording. On the page's
// thread a frame is only handed over.
import { MAX_PICTURE_BYTES, smallSize, type DesktopPicture } from '../small-picture.ts';
import { oneFrame } from './one-frame.ts';
import type { SmallAnswer, SmallRequest, SmallWish } from './small-picture.worker.ts';

export interface PictureTaker {
	/** Null = there is none at the moment: a dead track, one that the system holds back, a browser that cannot. */
	take(track: DesktopPicture, stream: MediaStream): Promise<Blob | null>;
	close(): void;
}

/** A worker that has not answered for so long is no help; what it was given it still gives back, unless it is dead. */
const PATIENCE_MS = 4000;
const LAST_TURN_MS = 4000;

/** Its worker begins with the first picture. */
export function openPictureTaker(): PictureTaker {
	const waiting = new Map<number, (picture: Blob | null) => void>();
	let worker: Worker | null = null;
	let pictures = 0;
	let closed = false;

	function dismiss(): void {
		if (worker) end(worker);
		worker = null;
		for (const settle of waiting.values()) settle(null);
		waiting.clear();
	}

	function opened(): Worker {
		const made = new Worker(new URL('./small-picture.worker.ts', import.meta.url), {
			type: 'module'
		});
		made.addEventListener('message', ({ data }: MessageEvent<SmallAnswer>) => {
			waiting.get(data.id)?.(data.picture);
			waiting.delete(data.id);
		});
		made.addEventListener('error', (event) => {
			// the recording's page goes on without a picture
			event.preventDefault();
			// a dismissed one has a while to live, and another its place
			if (worker === made) dismiss();
		});
		return made;
	}

	async function encoded(request: Omit<SmallRequest, 'id'>): Promise<Blob | null> {
		const id = ++pictures;
		worker ??= opened();
		const answer = new Promise<Blob | null>((resolve) => waiting.set(id, resolve));
		worker.postMessage({ id, ...request } satisfies SmallWish, [request.frame]);
		const late = setTimeout(dismiss, PATIENCE_MS);
		return answer.finally(() => clearTimeout(late));
	}

	return {
		async take(track, stream) {
			const source = stream.getVideoTracks().find(({ readyState }) => readyState === 'live');
			if (!source || source.muted) return null;
			const frame = await oneFrame(source, (own) => smallSize(track, own));
			if (!frame) return null;
			try {
				if (closed) return null;
				const size = smallSize(track, sizeOf(frame));
				return await encoded({ frame, ...size, mostBytes: MAX_PICTURE_BYTES[track] });
			} finally {
				// one that was handed over is empty here
				frame.close();
			}
		},
		close() {
			closed = true;
			dismiss();
		}
	};
}

/** In its turn: ended at once, a frame on its way would be missing to the camera. */
function end(worker: Worker): void {
	worker.postMessage('end' satisfies SmallWish);
	setTimeout(() => worker.terminate(), LAST_TURN_MS);
}

const sizeOf = (frame: VideoFrame | ImageBitmap): { width: number; height: number } =>
	'displayWidth' in frame
		? { width: frame.displayWidth, height: frame.displayHeight }
		: { width: frame.width, height: frame.height };
