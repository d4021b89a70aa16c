// One worker thread and its one job at a time. A worker that dies or hangs costs its job one try, nothing more.
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CopiedFilm } from './packet-copy.ts';

export interface RemuxJob {
	readonly part: string;
	readonly raw: string;
	readonly target: string;
}

export type RemuxAnswer =
	| { readonly part: string; readonly film: CopiedFilm }
	| { readonly part: string; readonly error: string };

export interface RemuxLane {
	/** One at a time. The error is for the operator: what the container's reader said, or how the worker died. */
	run(job: RemuxJob): Promise<Result<CopiedFilm, string>>;
	/** Ends the thread; a job under way ends with an error. */
	close(): Promise<void>;
}

const HEAP_MB = 256;
/** 30 minutes of film take 3–7 s; an hour on a slow disk stays far below. */
const JOB_TIMEOUT_MS = 5 * 60_000;

/** In the sources beside this file, in the build at the root of `build/server`. */
export function remuxWorkerUrl(): URL {
	const places = ['./remux.worker.ts', './remux.worker.js', '../remux.worker.js'];
	const urls = places.map((place) => new URL(place, import.meta.url));
	const found = urls.find((url) => existsSync(url));
	if (!found) throw new Error(`remux.worker is not where it was built, near ${import.meta.url}`);
	return found;
}

export function remuxLane(workerUrl: URL): RemuxLane {
	let worker: Worker | null = null;
	let settle: ((result: Result<CopiedFilm, string>) => void) | null = null;

	const finish = (result: Result<CopiedFilm, string>): void => {
		settle?.(result);
		settle = null;
	};

	function start(): Worker {
		const thread = new Worker(workerUrl, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
		const died = (why: string): void => {
			if (worker !== thread) return;
			worker = null;
			finish(err(why));
		};
		thread.on('message', (answer: RemuxAnswer) =>
			finish('film' in answer ? ok(answer.film) : err(answer.error))
		);
		thread.on('error', (error) => died(`worker died: ${String(error)}`));
		thread.on('exit', (code) => died(`worker ended with ${code}`));
		// a film in the making must not keep a process alive that wants to end; the part waits for the next start
		thread.unref();
		return thread;
	}

	return {
		run(job) {
			if (settle) throw new Error('the lane is busy');
			worker ??= start();
			const current = worker;
			return new Promise((done) => {
				const timer = setTimeout(() => void current.terminate(), JOB_TIMEOUT_MS);
				timer.unref();
				settle = (result) => {
					clearTimeout(timer);
					done(result);
				};
				current.postMessage(job);
			});
		},
		async close() {
			await worker?.terminate();
		}
	};
}
