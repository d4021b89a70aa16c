// Reads the faces in single pictures, away from the page's thread. It knows nothing of who they are.
import type { FaceLandmarkerResult, NormalizedLandmark } from '@mediapipe/tasks-vision';
import { openFaceLandmarker, type FaceLandmarker } from '../../shared/browser/face-landmarker.ts';
import { headPose } from '../head-pose.ts';
import type { FaceBox, Reading, ReadFace } from '../reading.ts';
import { createLightMeter } from './light-meter.ts';

export type FaceRequest =
	| { readonly kind: 'open'; readonly blendshapes: boolean }
	| { readonly kind: 'read'; readonly id: number; readonly picture: ImageBitmap };
export type WorkerReading = Omit<Reading, 'at'>;
export type FaceAnswer =
	| { readonly kind: 'loading'; readonly part: number }
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly why: string }
	| { readonly kind: 'read'; readonly id: number; readonly reading: WorkerReading };

/** Of the empty picture that is tried (px). */
const TRIED_SIZE = 64;
/** Two persons are already one too many; a third shows a crowd. */
const MOST_FACES = 3;

const say = (answer: FaceAnswer): void => {
	postMessage(answer);
};
const meter = createLightMeter();
let landmarker: FaceLandmarker | null = null;

addEventListener('message', ({ data }: MessageEvent<FaceRequest>) => {
	if (data.kind === 'open') void open(data.blendshapes);
	else if (landmarker) say({ kind: 'read', id: data.id, reading: read(landmarker, data.picture) });
});

/** Opens well and fails at each look where there is no WebGL (stock Firefox without a graphics card): so it looks once. */
async function open(blendshapes: boolean): Promise<void> {
	try {
		const opened = await openFaceLandmarker(
			{
				...{ runningMode: 'IMAGE', numFaces: MOST_FACES },
				outputFaceBlendshapes: blendshapes,
				outputFacialTransformationMatrixes: true
			},
			(part) => say({ kind: 'loading', part })
		);
		read(opened, await createImageBitmap(new ImageData(TRIED_SIZE, TRIED_SIZE)));
		landmarker = opened;
		say({ kind: 'ready' });
	} catch (problem) {
		say({ kind: 'failed', why: String(problem) });
	}
}

function read(from: FaceLandmarker, picture: ImageBitmap): WorkerReading {
	const began = performance.now();
	try {
		const found = from.detect(picture);
		const faces = found.faceLandmarks
			.map((landmarks, n) => faceOf(found, n, landmarks))
			.toSorted((a, b) => b.box.width - a.box.width);
		const luma = meter.measure(picture, faces[0]?.box);
		return { faces, luma, tookMs: performance.now() - began };
	} finally {
		picture.close();
	}
}

function faceOf(
	{ facialTransformationMatrixes, faceBlendshapes }: FaceLandmarkerResult,
	n: number,
	landmarks: readonly NormalizedLandmark[]
): ReadFace {
	const shapes = faceBlendshapes[n]?.categories ?? [];
	const shape = (name: string): number =>
		shapes.find(({ categoryName }) => categoryName === name)?.score ?? 0;
	return {
		box: boxAround(landmarks),
		...headPose(facialTransformationMatrixes[n]?.data ?? []),
		blink: Math.min(shape('eyeBlinkLeft'), shape('eyeBlinkRight')),
		mouthOpen: shape('jawOpen')
	};
}

function boxAround(landmarks: readonly NormalizedLandmark[]): FaceBox {
	const [x, y] = [landmarks.map((point) => point.x), landmarks.map((point) => point.y)];
	const [left, top] = [Math.min(...x), Math.min(...y)];
	return { x: left, y: top, width: Math.max(...x) - left, height: Math.max(...y) - top };
}
