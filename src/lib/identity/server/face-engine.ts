// The server's look at faces: a bounded queue before one worker thread, or a few. Nothing is loaded before the first
// look; whatever goes wrong with a thread is 'server.busy' to whoever asked, and the queue goes on.
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FaceEngine, SeenPicture } from '../ports.ts';
import type { FaceLane } from './face-lane.ts';
import { restartBrake } from './restart-brake.ts';

export interface FaceEngineHealth {
	/** idle: not loaded yet. resting: its threads died too often, it tries again within a minute. */
	readonly state: 'idle' | 'ready' | 'resting';
	readonly waiting: number;
}

export interface RunningFaceEngine extends FaceEngine {
	/** Loads the models. The error is for the operator. */
	ready(): Promise<Result<void, string>>;
	health(): FaceEngineHealth;
	/** Answers everybody who waits 'server.busy', and ends the threads. */
	close(): Promise<void>;
}

export interface FaceEngineParts {
	readonly makeLane: (ended: (why: string) => void) => FaceLane;
	readonly log: Log;
	readonly threads?: number;
	/** How many may wait beside those under way. */
	readonly queue?: number;
	/** Who has waited longer is sent away: their page has given up. */
	readonly patienceMs?: number;
	readonly mostDeaths?: number;
}

const QUEUE = 64;
const PATIENCE_MS = 20_000;
const MOST_DEATHS = 5;
const DEATHS_WITHIN_MS = 60_000;

type Answer = Awaited<ReturnType<FaceEngine['see']>>;

interface Asked {
	readonly picture: Uint8Array;
	readonly answer: (answer: Answer) => void;
	readonly patience: NodeJS.Timeout;
}

export function createFaceEngine(parts: FaceEngineParts): RunningFaceEngine {
	const { log, queue = QUEUE, patienceMs = PATIENCE_MS } = parts;
	const brake = restartBrake(parts.mostDeaths ?? MOST_DEATHS, DEATHS_WITHIN_MS);
	const lanes = Array.from({ length: parts.threads ?? 1 }, () => parts.makeLane(died));
	const free = new Set(lanes);
	let waiting: Asked[] = [];
	let loaded = false;
	let closed = false;

	const dismiss = (asked: Asked): void => {
		clearTimeout(asked.patience);
		asked.answer(err('server.busy'));
	};
	const dismissAll = (): void => {
		const all = waiting;
		waiting = [];
		all.forEach(dismiss);
	};

	function pump(): void {
		for (const lane of free) {
			const next = waiting.shift();
			if (!next) return;
			clearTimeout(next.patience);
			free.delete(lane);
			void serve(lane, next);
		}
	}

	async function serve(lane: FaceLane, asked: Asked): Promise<void> {
		const result = await lane.look(asked.picture);
		free.add(lane);
		loaded = result.ok;
		asked.answer(result.ok ? answerOf(result.value) : err('server.busy'));
		pump();
	}

	function died(why: string): void {
		if (closed) return;
		log.warn({ err: why }, 'face worker ended; the next look starts another');
		if (!brake.died(performance.now())) return;
		log.error({ withinMs: DEATHS_WITHIN_MS }, 'face workers keep ending; looks are refused');
		dismissAll();
	}

	return {
		see(picture) {
			const full = free.size === 0 && waiting.length >= queue;
			if (closed || full || brake.resting(performance.now()))
				return Promise.resolve(err('server.busy'));
			return new Promise((answer) => {
				const patience = setTimeout(() => {
					waiting = waiting.filter((other) => other !== asked);
					dismiss(asked);
				}, patienceMs);
				const asked: Asked = { picture, answer, patience };
				waiting.push(asked);
				pump();
			});
		},
		async ready() {
			const results = await Promise.all(lanes.map((lane) => lane.ready()));
			const failed = results.find((result) => !result.ok);
			loaded = failed === undefined;
			return failed ?? ok(undefined);
		},
		health() {
			const state = loaded ? 'ready' : 'idle';
			const resting = brake.resting(performance.now());
			return { state: resting ? 'resting' : state, waiting: waiting.length };
		},
		async close() {
			closed = true;
			dismissAll();
			await Promise.all(lanes.map((lane) => lane.close()));
		}
	};
}

const answerOf = (seen: SeenPicture | null): Answer =>
	seen ? ok(seen) : err('identity.picture-invalid');
