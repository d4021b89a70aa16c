// JPEGs out of a camera's picture: a small one beside a signal, a larger one for the server to compare. On the page's
// thread the picture is only handed over.
import type { FrameAnswer, FrameRequest } from './frame.worker.ts';

export interface FrameSize {
	readonly width: number;
	readonly mostBytes: number;
}

export interface FrameMaker {
	/** The present picture; null = there is none, or this browser cannot. */
	take(video: HTMLVideoElement, size: FrameSize): Promise<Uint8Array<ArrayBuffer> | null>;
	close(): void;
}

/** A worker that has not answered for so long is busy with something else, or dead. */
const PATIENCE_MS = 3000;

/** Its worker begins with the first picture. */
export function openFrameMaker(): FrameMaker {
	const waiting = new Map<number, (jpeg: FrameAnswer['jpeg']) => void>();
	let worker: Worker | null = null;
	let frames = 0;

	function settle(id: number, jpeg: FrameAnswer['jpeg']): void {
		waiting.get(id)?.(jpeg);
		waiting.delete(id);
	}
	function close(): void {
		worker?.terminate();
		worker = null;
		for (const id of waiting.keys()) settle(id, null);
	}
	function opened(): Worker {
		const made = new Worker(new URL('./frame.worker.ts', import.meta.url), { type: 'module' });
		made.addEventListener('message', ({ data }: MessageEvent<FrameAnswer>) =>
			settle(data.id, data.jpeg)
		);
		made.addEventListener('error', close);
		return made;
	}

	return {
		async take(video, { width, mostBytes }) {
			const picture = await pictureOf(video, width);
			if (!picture) return null;
			const id = ++frames;
			worker ??= opened();
			const answer = new Promise<FrameAnswer['jpeg']>((resolve) => waiting.set(id, resolve));
			worker.postMessage({ id, picture, mostBytes } satisfies FrameRequest, [picture]);
			const late = setTimeout(() => settle(id, null), PATIENCE_MS);
			const jpeg = await answer;
			clearTimeout(late);
			return jpeg;
		},
		close
	};
}

async function pictureOf(video: HTMLVideoElement, width: number): Promise<ImageBitmap | null> {
	if (video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
	const resizeWidth = Math.min(width, video.videoWidth);
	const resizeHeight = Math.round((video.videoHeight * resizeWidth) / video.videoWidth);
	return createImageBitmap(video, { resizeWidth, resizeHeight }).catch(() => null);
}
