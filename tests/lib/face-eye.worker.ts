// Runs in a worker of the page that `face-eye.ts` opens: one look of the landmarker at each picture.
import type { FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import {
	openFaceLandmarker,
	type FaceLandmarker
} from '../../src/lib/shared/browser/face-landmarker.ts';

export interface MeasuredFace {
	readonly widthPx: number;
	/** Mean brightness of the box around the landmarks, 0 to 255 (BT.601). */
	readonly luma: number;
	/** Degrees; yaw is positive towards the person's own left. */
	readonly yaw: number;
	readonly pitch: number;
	readonly roll: number;
	/** Of the eye that is more open. */
	readonly blink: number;
	readonly jawOpen: number;
	/** 478 points: x and y in px, z in px of the same scale. */
	readonly points: readonly (readonly [number, number, number])[];
}

/** The largest face first. */
export type Measured = readonly MeasuredFace[];

const DEGREES = 180 / Math.PI;

let opened: Promise<FaceLandmarker> | undefined;

onmessage = ({ data }: MessageEvent<readonly string[]>) => {
	// a fault is the page's: it shows there, with its stack
	void look(data).then((measured) => postMessage(measured));
};

/** @param files JPEGs in base64 */
async function look(files: readonly string[]): Promise<Measured[]> {
	opened ??= openFaceLandmarker({
		runningMode: 'IMAGE',
		numFaces: 4,
		outputFaceBlendshapes: true,
		outputFacialTransformationMatrixes: true
	});
	const landmarker = await opened;
	const measured: Measured[] = [];
	for (const file of files) {
		const blob = await (await fetch(`data:image/jpeg;base64,${file}`)).blob();
		const picture = await createImageBitmap(blob);
		measured.push(facesOf(landmarker.detect(picture), picture));
	}
	return measured;
}

function facesOf(seen: FaceLandmarkerResult, picture: ImageBitmap): Measured {
	const faces = seen.faceLandmarks.map((_, index) => faceOf(seen, index, picture));
	return faces.sort((one, other) => other.widthPx - one.widthPx);
}

function faceOf(seen: FaceLandmarkerResult, index: number, picture: ImageBitmap): MeasuredFace {
	const { width, height } = picture;
	const points = (seen.faceLandmarks[index] ?? []).map(
		({ x, y, z }) => [x * width, y * height, z * width] as const
	);
	const m = seen.facialTransformationMatrixes[index]?.data ?? [];
	const shapes = new Map(
		seen.faceBlendshapes[index]?.categories.map(({ categoryName, score }) => [categoryName, score])
	);
	const [left, right] = ends(points.map(([x]) => x));
	return {
		widthPx: right - left,
		luma: lumaOf(picture, [left, right], ends(points.map(([, y]) => y))),
		yaw: Math.atan2(m[8] ?? 0, m[10] ?? 1) * DEGREES,
		pitch: Math.asin(-(m[9] ?? 0)) * DEGREES,
		roll: Math.atan2(m[1] ?? 0, m[5] ?? 1) * DEGREES,
		blink: Math.min(shapes.get('eyeBlinkLeft') ?? 0, shapes.get('eyeBlinkRight') ?? 0),
		jawOpen: shapes.get('jawOpen') ?? 0,
		points
	};
}

const ends = (values: readonly number[]): [number, number] => [
	Math.min(...values),
	Math.max(...values)
];

function lumaOf(
	picture: ImageBitmap,
	[left, right]: readonly [number, number],
	[top, bottom]: readonly [number, number]
): number {
	// small: the average is what is wanted
	const pen = new OffscreenCanvas(32, 32).getContext('2d', { willReadFrequently: true });
	if (!pen) throw new Error('no canvas');
	pen.drawImage(picture, left, top, right - left, bottom - top, 0, 0, 32, 32);
	const { data } = pen.getImageData(0, 0, 32, 32);
	let sum = 0;
	for (let i = 0; i < data.length; i += 4)
		sum += 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
	return sum / (data.length / 4);
}
