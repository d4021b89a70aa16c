// P3: whether a face is in the camera's picture. Opened when the sweep begins, closed after it: while the phone films,
// no model is in it (a hot phone stops filming).
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FaceAnswer, LookRequest } from './face.worker.ts';

export interface FaceWatch {
	/** One look; the pace is the caller's (2 Hz). Null = could not look: no picture yet, still at the last one, closed. */
	look(video: HTMLVideoElement): Promise<boolean | null>;
	/** Ends the worker and frees its memory. */
	close(): void;
}

/** A face at arm's length is a third of the picture; more pixels cost time and show no more faces. */
const LOOK_WIDTH = 320;

/**
 * @param signal ends the loading, which may take long on a slow network
 * @returns 'server.unreachable' when its files did not come, 'device.unsupported' when this browser cannot run them
 */
export async function openFaceWatch({ signal }: { signal?: AbortSignal } = {}): Promise<
	Result<FaceWatch, ErrorCode>
> {
	if (signal?.aborted) return err('server.unreachable');
	const worker = new Worker(new URL('./face.worker.ts', import.meta.url), { type: 'module' });
	const problem = await opened(worker, signal);
	if (problem === null) return ok(faceWatch(worker));
	worker.terminate();
	return err(problem);
}

function opened(worker: Worker, signal: AbortSignal | undefined): Promise<ErrorCode | null> {
	return new Promise((resolve) => {
		worker.addEventListener('message', ({ data }: MessageEvent<FaceAnswer>) => {
			if (data.kind === 'ready') resolve(null);
			// a failed fetch and a missing file both speak of loading; what else fails is this browser's
			if (data.kind === 'failed')
				resolve(/fetch|import|load/i.test(data.why) ? 'server.unreachable' : 'device.unsupported');
		});
		// its own script did not come
		worker.addEventListener('error', () => {
			resolve('server.unreachable');
		});
		signal?.addEventListener('abort', () => {
			resolve('server.unreachable');
		});
	});
}

function faceWatch(worker: Worker): FaceWatch {
	let looks = 0;
	let waiting: { id: number; answer: (face: boolean | null) => void } | null = null;
	let closed = false;

	const settle = (face: boolean | null): void => {
		waiting?.answer(face);
		waiting = null;
	};
	worker.addEventListener('message', ({ data }: MessageEvent<FaceAnswer>) => {
		if (data.kind === 'looked' && data.id === waiting?.id) settle(data.face);
	});
	worker.addEventListener('error', () => {
		settle(null);
	});

	return {
		async look(video) {
			if (closed || waiting || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
			const id = ++looks;
			const answer = new Promise<boolean | null>((resolve) => {
				waiting = { id, answer: resolve };
			});
			const picture = await pictureOf(video);
			if (closed || !picture) settle(null);
			else worker.postMessage({ id, picture } satisfies LookRequest, [picture]);
			return answer;
		},
		close() {
			closed = true;
			worker.terminate();
			settle(null);
		}
	};
}

/** Null while the video has no size, or its stream has just ended. */
async function pictureOf(video: HTMLVideoElement): Promise<ImageBitmap | null> {
	if (video.videoWidth === 0) return null;
	const resizeWidth = Math.min(LOOK_WIDTH, video.videoWidth);
	const resizeHeight = Math.round((video.videoHeight * resizeWidth) / video.videoWidth);
	return createImageBitmap(video, { resizeWidth, resizeHeight }).catch(() => null);
}
