// The thread that looks at faces, one picture after the other. Owns CPU and the models; the queue is elsewhere.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { LaneAnswer } from './face-lane.ts';
import { lookAt } from './face-look.ts';
import type { FaceModels, ModelFile } from './face-models.ts';
import { openSessions } from './face-sessions.ts';
import { readPicture } from './read-picture.ts';

const NICE = 5;

/** Linux gives a thread a priority of its own: uploads and pushes come first. Elsewhere it would be the process's. */
if (process.platform === 'linux') setPriority(0, NICE);

const say = (answer: LaneAnswer): void => parentPort?.postMessage(answer);

/** The bytes that are used are the ones that were checked at the start. */
async function bytesOf({ path, sha256 }: ModelFile): Promise<Uint8Array> {
	const bytes = await readFile(path);
	const digest = createHash('sha256').update(bytes).digest('hex');
	if (digest !== sha256) throw new Error(`${path} has changed since the start`);
	return bytes;
}

try {
	const { detector, embedder } = workerData as FaceModels;
	const sessions = await openSessions(await bytesOf(detector), await bytesOf(embedder));
	parentPort?.on('message', async (picture: Uint8Array) => {
		const raster = readPicture(picture);
		const seen = raster && (await lookAt(raster, sessions));
		say({ kind: 'seen', seen });
	});
	say({ kind: 'ready' });
} catch (error) {
	say({ kind: 'failed', why: (error as Error).message });
}
