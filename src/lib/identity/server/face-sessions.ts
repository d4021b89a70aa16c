// The two models at work, on one thread and nothing but the CPU. Owns ONNX Runtime; knows no pictures and no queue.
import * as ort from 'onnxruntime-web';
import { ALIGNED_SIZE } from './align-face.ts';
import { BLAZE_SIZE, type BlazeOutput } from './blaze-boxes.ts';

export const EMBEDDING_SIZE = 128;
/** Errors only: each model brings hundreds of harmless warnings about how it was exported. */
const ERRORS = 3;

export interface FaceSessions {
	/** @param square 128 × 128 pixels as `sampleSquare` makes them */
	detect(square: Float32Array): Promise<BlazeOutput>;
	/** @param planes 112 × 112 pixels as `planesOf` makes them. @returns of unit length */
	embed(planes: Float32Array): Promise<Float32Array>;
}

/** @throws when a file is no model, or not of the shape that is needed */
export async function openSessions(
	detectorFile: Uint8Array,
	embedderFile: Uint8Array
): Promise<FaceSessions> {
	ort.env.wasm.numThreads = 1;
	ort.env.logLevel = 'error';
	const detector = await openSession(detectorFile, [1, BLAZE_SIZE, BLAZE_SIZE, 3], 4);
	const embedder = await openSession(embedderFile, [1, 3, ALIGNED_SIZE, ALIGNED_SIZE], 1);
	return {
		async detect(square) {
			const [fine, coarse, fineBoxes, coarseBoxes] = await run(detector, square);
			return { scores: joined(fine, coarse), boxes: joined(fineBoxes, coarseBoxes) };
		},
		async embed(planes) {
			const [numbers = new Float32Array()] = await run(embedder, planes);
			if (numbers.length !== EMBEDDING_SIZE) throw new Error('the embedder is not SFace');
			const length = Math.hypot(...numbers);
			return numbers.map((number) => number / length);
		}
	};
}

interface OpenSession {
	readonly session: ort.InferenceSession;
	readonly shape: readonly number[];
}

async function openSession(
	file: Uint8Array,
	shape: readonly number[],
	outputs: number
): Promise<OpenSession> {
	const session = await ort.InferenceSession.create(file, {
		executionProviders: ['wasm'],
		graphOptimizationLevel: 'all',
		logSeverityLevel: ERRORS
	});
	const input = session.inputMetadata[0];
	const fits = input?.isTensor && String(input.shape) === String(shape);
	if (!fits || session.outputNames.length !== outputs)
		throw new Error(`a model with an input of ${shape.join(' × ')} is needed`);
	return { session, shape };
}

async function run({ session, shape }: OpenSession, input: Float32Array): Promise<Float32Array[]> {
	const tensor = new ort.Tensor('float32', input, [...shape]);
	const answers = await session.run({ [session.inputNames[0] ?? '']: tensor });
	return session.outputNames.map((name) => Float32Array.from(answers[name]?.data as Float32Array));
}

function joined(
	first: Float32Array = new Float32Array(),
	second: Float32Array = new Float32Array()
): Float32Array {
	const both = new Float32Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}
