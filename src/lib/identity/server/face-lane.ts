// One worker thread and its one look at a time. A thread that dies or hangs costs its look, nothing more: the next one
// starts another.
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../shared/result.ts';
import type { SeenPicture } from '../ports.ts';
import type { FaceModels } from './face-models.ts';

export type LaneAnswer =
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly why: string }
	| { readonly kind: 'seen'; readonly seen: SeenPicture | null };

/** An error is for the operator: how the thread ended. */
export interface FaceLane {
	/** Loads the models, unless they are there. */
	ready(): Promise<Result<void, string>>;
	/** One at a time. null: the picture cannot be read. */
	look(picture: Uint8Array): Promise<Result<SeenPicture | null, string>>;
	/** Ends the thread; what is under way ends with an error. */
	close(): Promise<void>;
}

export interface LaneTimes {
	/** Reading, checking and opening 39 MB of models. */
	readonly loadMs: number;
	/** One look; a tenth of a second when nothing else is to be done. */
	readonly lookMs: number;
}

const TIMES: LaneTimes = { loadMs: 60_000, lookMs: 15_000 };
const HEAP_MB = 160;

/** In the sources beside this file, in the build at the root of `build/server`; the same as `remuxWorkerUrl`. */
export function faceWorkerUrl(): URL {
	const places = ['./face.worker.ts', './face.worker.js', '../face.worker.js'];
	const urls = places.map((place) => new URL(place, import.meta.url));
	const found = urls.find((url) => existsSync(url));
	if (!found) throw new Error(`face.worker is not where it was built, near ${import.meta.url}`);
	return found;
}

interface Thread {
	readonly loaded: Promise<Result<void, string>>;
	look(picture: Uint8Array): Promise<Result<SeenPicture | null, string>>;
	end(why: string): Promise<void>;
}

export interface LaneParts {
	readonly workerUrl: URL;
	readonly models: FaceModels;
	readonly times?: LaneTimes;
	/** A thread ended, in the middle of a look or without one; the next look starts another. */
	readonly ended: (why: string) => void;
}

export function faceLane({ workerUrl, models, times = TIMES, ended }: LaneParts): FaceLane {
	let thread: Thread | null = null;
	const forget = (why: string): void => {
		thread = null;
		ended(why);
	};
	const running = (): Thread =>
		(thread ??= startThread({ workerUrl, models, times, ended: forget }));
	return {
		ready: () => running().loaded,
		async look(picture) {
			const current = running();
			const loaded = await current.loaded;
			return loaded.ok ? current.look(picture) : loaded;
		},
		async close() {
			await thread?.end('closed');
		}
	};
}

function startThread({ workerUrl, models, times, ended }: Required<LaneParts>): Thread {
	const worker = new Worker(workerUrl, {
		workerData: models,
		resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }
	});
	/** What is waited for: the models, later one look. */
	let waiting: { done(answer: Result<LaneAnswer, string>): void; timer: NodeJS.Timeout } | null =
		null;
	let over = false;

	const answer = (result: Result<LaneAnswer, string>): void => {
		const asked = waiting;
		waiting = null;
		clearTimeout(asked?.timer);
		asked?.done(result);
	};
	const end = async (why: string): Promise<void> => {
		if (over) return;
		over = true;
		ended(why);
		answer(err(why));
		await worker.terminate();
	};
	// while something is awaited the timer keeps the process alive, at other times the thread must not
	const wait = (ms: number, what: string): Promise<Result<LaneAnswer, string>> =>
		new Promise((done) => {
			const timer = setTimeout(() => void end(`${what} took longer than ${ms} ms`), ms);
			waiting = { done, timer };
		});
	worker.on('message', (said: LaneAnswer) => {
		if (said.kind === 'failed') void end(said.why);
		else answer(ok(said));
	});
	worker.on('error', (error) => void end(`died: ${String(error)}`));
	worker.on('exit', (code) => void end(`ended with ${code}`));
	worker.unref();
	const loaded = wait(times.loadMs, 'loading');
	return {
		loaded: loaded.then((result) => (result.ok ? ok(undefined) : result)),
		async look(picture) {
			if (over) return err('ended before the look');
			if (waiting) throw new Error('the lane is busy');
			// a copy of its own: a view would take along all of the request it is a part of
			const copy = new Uint8Array(picture);
			const looked = wait(times.lookMs, 'a look');
			worker.postMessage(copy, [copy.buffer]);
			const result = await looked;
			if (!result.ok) return result;
			return ok(result.value.kind === 'seen' ? result.value.seen : null);
		},
		end
	};
}
