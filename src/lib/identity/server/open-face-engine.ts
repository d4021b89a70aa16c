// Puts the engine together from the operator's settings.
import type { Config } from '../../server/config.ts';
import type { Log } from '../../shared/log.ts';
import { createFaceEngine, type RunningFaceEngine } from './face-engine.ts';
import { faceLane, faceWorkerUrl } from './face-lane.ts';
import { findFaceModels, refused, type ModelSettings } from './face-models.ts';

export type FaceSettings = ModelSettings & Pick<Config, 'FACE_THREADS' | 'FACE_QUEUE'>;

/**
 * Loads nothing yet. An operator's own models are tried at once: what they are cannot be told by a digest.
 * @throws OperatorError
 */
export async function openFaceEngine(settings: FaceSettings, log: Log): Promise<RunningFaceEngine> {
	const { FACE_DETECTOR_MODEL: detector, FACE_EMBEDDER_MODEL: embedder } = settings;
	const models = await findFaceModels(settings, log);
	const workerUrl = faceWorkerUrl();
	const engine = createFaceEngine({
		makeLane: (ended) => faceLane({ workerUrl, models, ended }),
		...{ log, threads: settings.FACE_THREADS, queue: settings.FACE_QUEUE }
	});
	if (!detector && !embedder) return engine;
	const tried = await engine.ready();
	if (tried.ok) return engine;
	await engine.close();
	throw refused(
		'FACE_DETECTOR_MODEL, FACE_EMBEDDER_MODEL',
		[detector, embedder].filter(Boolean).join(', '),
		tried.error
	);
}
