// The one way to look at faces in a browser: a worker with MediaPipe's landmarks in it. For the login with blend shapes,
// for presence and the phone's sweep without.
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FaceReader, Picture, Reading } from '../reading.ts';
import type { FaceAnswer, FaceRequest, WorkerReading } from './face.worker.ts';

export interface FaceReaderOptions {
	/** Blinking and the mouth; they cost a third more of each look. */
	readonly blendshapes?: boolean;
	/** Ends the loading, which may take long on a slow network. */
	readonly signal?: AbortSignal;
	/** Of the model's file that has come, 0 to 1. */
	readonly progress?: (part: number) => void;
	/** The worker died or hangs: from now on each answer is null, and closing is all that is left to do. */
	readonly died?: () => void;
}

/** A face at arm's length is a third of the picture: more pixels find no more faces, but eyes are small in them. */
const LOOK_WIDTH = { plain: 320, blendshapes: 640 } as const;
/** A look takes a twentieth of a second; a worker that does not answer for so long never will. */
const HANGS_MS = 10_000;

/** @returns 'server.unreachable' when its files did not come, 'device.unsupported' when this browser cannot run them */
export async function openFaceReader({
	blendshapes = false,
	signal,
	progress = () => {},
	died = () => {}
}: FaceReaderOptions = {}): Promise<Result<FaceReader, ErrorCode>> {
	if (signal?.aborted) return err('server.unreachable');
	const worker = new Worker(new URL('./face.worker.ts', import.meta.url), { type: 'module' });
	worker.postMessage({ kind: 'open', blendshapes } satisfies FaceRequest);
	const problem = await opened(worker, progress, signal);
	const width = LOOK_WIDTH[blendshapes ? 'blendshapes' : 'plain'];
	if (problem === null) return ok(faceReader(worker, width, died));
	worker.terminate();
	return err(problem);
}

function opened(
	worker: Worker,
	progress: (part: number) => void,
	signal: AbortSignal | undefined
): Promise<ErrorCode | null> {
	return new Promise((resolve) => {
		worker.addEventListener('message', ({ data }: MessageEvent<FaceAnswer>) => {
			if (data.kind === 'loading') progress(data.part);
			if (data.kind === 'ready') resolve(null);
			// a failed fetch and a missing file both speak of loading; what else fails is this browser's
			if (data.kind === 'failed')
				resolve(/fetch|import|load/i.test(data.why) ? 'server.unreachable' : 'device.unsupported');
		});
		// its own script did not come
		worker.addEventListener('error', () => resolve('server.unreachable'));
		signal?.addEventListener('abort', () => resolve('server.unreachable'));
	});
}

function faceReader(worker: Worker, width: number, died: () => void): FaceReader {
	let looks = 0;
	let waiting: { id: number; answer: (reading: WorkerReading | null) => void } | null = null;
	let ended = false;

	const settle = (reading: WorkerReading | null): void => {
		waiting?.answer(reading);
		waiting = null;
	};
	function end(): void {
		ended = true;
		worker.terminate();
		settle(null);
	}
	function die(): void {
		if (ended) return;
		end();
		died();
	}
	worker.addEventListener('message', ({ data }: MessageEvent<FaceAnswer>) => {
		if (data.kind === 'read' && data.id === waiting?.id) settle(data.reading);
	});
	worker.addEventListener('error', die);

	async function look(picture: Promise<ImageBitmap | null>): Promise<WorkerReading | null> {
		const id = ++looks;
		const answer = new Promise<WorkerReading | null>((resolve) => {
			waiting = { id, answer: resolve };
		});
		const bitmap = await picture;
		if (ended || !bitmap) settle(null);
		else worker.postMessage({ kind: 'read', id, picture: bitmap } satisfies FaceRequest, [bitmap]);
		const hangs = setTimeout(die, HANGS_MS);
		const reading = await answer;
		clearTimeout(hangs);
		return reading;
	}

	return {
		async read(picture): Promise<Reading | null> {
			if (ended || waiting || !isThere(picture)) return null;
			const at = performance.now();
			const reading = await look(pictureOf(picture, width));
			return reading && { at, ...reading };
		},
		close: end
	};
}

const isThere = (picture: Picture): boolean =>
	!(picture instanceof HTMLVideoElement) ||
	picture.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;

const sizeOf = (picture: Picture): readonly [width: number, height: number] =>
	picture instanceof HTMLVideoElement
		? [picture.videoWidth, picture.videoHeight]
		: [picture.width, picture.height];

/** Null while the video has no size, or its stream has just ended. */
async function pictureOf(picture: Picture, most: number): Promise<ImageBitmap | null> {
	const [width, height] = sizeOf(picture);
	if (width === 0) return null;
	const resizeWidth = Math.min(most, width);
	const resizeHeight = Math.round((height * resizeWidth) / width);
	return createImageBitmap(picture, { resizeWidth, resizeHeight }).catch(() => null);
}
