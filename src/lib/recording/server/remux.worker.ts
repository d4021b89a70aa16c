// The worker thread that makes one part after the other seekable. Owns CPU and files only; the queue is elsewhere.
import { parentPort } from 'node:worker_threads';
import { copyPackets } from './packet-copy.ts';
import type { RemuxAnswer, RemuxJob } from './remux-lane.ts';

parentPort?.on('message', async (job: RemuxJob) => {
	const answer: RemuxAnswer = await copyPackets(job.raw, job.target).then(
		(film) => ({ part: job.part, film }),
		(error: unknown) => ({ part: job.part, error: String(error) })
	);
	parentPort?.postMessage(answer);
});
