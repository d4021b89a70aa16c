// Camera and reader, opened at once and closed together. A reader that dies is opened once more.
import { streamVideo } from '../../shared/browser/stream-video.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { DeskWatch, FaceDesk } from '../login-ports.ts';
import type { FaceReader } from '../reading.ts';
import { openFaceCamera, type FaceCamera } from './face-camera.ts';
import { createFaceFrames } from './face-frames.ts';
import { openFaceReader } from './face-reader.ts';

interface Deps {
	readonly openCamera: typeof openFaceCamera;
	readonly openReader: typeof openFaceReader;
}
const BROWSER: Deps = { openCamera: openFaceCamera, openReader: openFaceReader };

/** @param deps fakes in tests */
export async function openFaceDesk(
	{ signal, progress, lost }: DeskWatch,
	{ openCamera, openReader }: Deps = BROWSER
): Promise<Result<FaceDesk, ErrorCode>> {
	const over = new AbortController();
	const closed = AbortSignal.any([over.signal, signal]);
	let deaths = 0;
	let reader: FaceReader | null = null;

	async function died(): Promise<void> {
		reader = null;
		if (++deaths > 1) return lost('device.unsupported');
		const again = await openReader({ blendshapes: true, signal: closed, died: () => void died() });
		if (again.ok && !closed.aborted) reader = again.value;
		else if (again.ok) again.value.close();
		else if (!closed.aborted) lost(again.error);
	}

	const [camera, opened] = await Promise.all([
		openCamera(() => lost('device.camera-missing'))
			.catch(unforeseen)
			.then((answer) => {
				// without a camera no model is waited for
				if (!answer.ok) over.abort();
				return answer;
			}),
		openReader({
			...{ blendshapes: true, signal: closed, progress },
			died: () => void died()
		}).catch(unforeseen)
	]);
	if (!camera.ok || !opened.ok || signal.aborted) {
		over.abort();
		if (camera.ok) camera.value.close();
		if (opened.ok) opened.value.close();
		return err(camera.ok ? (opened.ok ? 'server.unreachable' : opened.error) : camera.error);
	}
	reader = opened.value;
	return ok(desk(camera.value, () => reader, over));
}

/** The other one must be closed all the same. */
function unforeseen(problem: unknown): Result<never, ErrorCode> {
	reportError(problem);
	return err('device.unsupported');
}

function desk(
	camera: FaceCamera,
	reader: () => FaceReader | null,
	over: AbortController
): FaceDesk {
	const video = streamVideo(camera.stream);
	const frames = createFaceFrames();
	return {
		stream: camera.stream,
		async look() {
			// the held picture is looked at, not the video: that goes on between two calls, and more so on a slow machine
			const held = frames.hold(video.element);
			return held && ((await reader()?.read(held)) ?? null);
		},
		keep: frames.keep,
		take: frames.take,
		close() {
			over.abort();
			reader()?.close();
			video.close();
			camera.close();
		}
	};
}
