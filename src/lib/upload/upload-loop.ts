// Brings every part of an attempt to the server and has it verified, live ones and those an earlier page left (C15,
// C24). Never gives up; the vault is its memory, so it may be killed at any moment. Knows neither tus nor the DOM.
import type { Head } from '../attempt/ports.ts';
import { uploaderLock, type Locks, type StoredPart, type Vault } from '../recording/ports.ts';
import { addMark, type ProgressMarks } from '../recording/progress-marks.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { subject, type Observable } from '../shared/observable.ts';
import { err, type Result } from '../shared/result.ts';
import type { Timers } from '../shared/timers.ts';
import type { Connectivity, PartUploader } from './device-ports.ts';
import { safeUntil, trackProgress, type PartProgressView, type TrackProgress } from './progress.ts';
import { halts, retryDelay } from './retry-policy.ts';
import { nextToSend } from './schedule.ts';

export interface UploadLoopOptions {
	readonly attempt: string;
	readonly vault: Vault;
	readonly locks: Locks;
	readonly uploader: PartUploader;
	readonly connectivity: Connectivity;
	readonly clock: Clock;
	readonly timers: Timers;
	/** In [0, 1). */
	readonly random: () => number;
	readonly log: Log;
	/** A part was verified by this loop; `head` is that of the attempt's log. */
	readonly onVerified?: (part: string, head: Head) => void;
}

export interface UploadState {
	readonly parts: readonly PartProgressView[];
	readonly tracks: readonly TrackProgress[];
	readonly online: boolean;
	/** Why nothing is sent at all until `wake()` is called: the token is no longer valid. */
	readonly halted: ErrorCode | null;
	/** Every part is closed and verified on the server; false while there is none. */
	readonly allVerified: boolean;
}

export interface UploadLoop extends Observable<UploadState> {
	start(): void;
	/** Tries everything again now, whatever it was waiting for. */
	wake(): void;
	/** Recording has ended: sends what there is without waiting for more. */
	flush(): void;
	/** Ends all sending; resolves when the locks are free. */
	stop(): Promise<void>;
}

/** How often the vault is looked at for new parts and their growth. */
const LOOK_MS = 1000;
/** Another tab sends the part: when to see whether it still does. */
const ELSEWHERE_MS = 3000;

interface Job {
	abort: AbortController | null;
	failures: number;
	nextTryAt: Millis;
	problem: ErrorCode | null;
	elsewhere: boolean;
	acked: number | null;
}

export function createUploadLoop(options: UploadLoopOptions): UploadLoop {
	const { attempt, vault, locks, uploader, connectivity, clock, timers, log } = options;
	const observed = subject<UploadState>(stateOf([], connectivity.online(), null));
	const jobs = new Map<string, Job>();
	const sending = new Set<Promise<void>>();
	let parts: readonly StoredPart[] = [];
	let marks: ProgressMarks = {};
	let halted: ErrorCode | null = null;
	let running = false;
	let looking: Promise<void> | null = null;
	let lookAgain = false;
	let callOffLook = (): void => {};
	let stopListening = (): void => {};

	function jobOf(part: string): Job {
		let job = jobs.get(part);
		if (!job) {
			job = {
				abort: null,
				failures: 0,
				nextTryAt: 0,
				problem: null,
				elsewhere: false,
				acked: null
			};
			jobs.set(part, job);
		}
		return job;
	}

	function publish(): void {
		const views = parts.map((part) => viewOf(part, jobOf(part.id), marks));
		observed.set(stateOf(views, connectivity.online(), halted));
	}

	/** One look at a time; a look that is asked for meanwhile follows at once. */
	function look(): void {
		callOffLook();
		if (!running) return;
		lookAgain = looking !== null;
		if (looking) return;
		looking = lookOnce()
			.catch((problem: unknown) => {
				log.warn({ attempt, err: String(problem) }, 'vault could not be read');
			})
			.finally(() => {
				looking = null;
				if (lookAgain) look();
				else if (running) callOffLook = timers.after(LOOK_MS, look);
			});
	}

	async function lookOnce(): Promise<void> {
		parts = await vault.parts(attempt);
		for (const part of parts)
			if (!part.verified)
				marks = addMark(marks, part.id, part.stored, part.startedAt + part.storedMs);
			// a restored server may ask for it again: then what it had no longer counts
			else jobOf(part.id).acked = null;
		if (running && halted === null) sendDue();
		publish();
	}

	function sendDue(): void {
		const now = clock.now();
		const due = nextToSend(parts, (part) => {
			const job = jobOf(part);
			return { sending: job.abort !== null, due: now >= job.nextTryAt };
		});
		for (const part of due) {
			const sent = sendPart(part).finally(() => sending.delete(sent));
			sending.add(sent);
		}
	}

	async function sendPart(part: string): Promise<void> {
		const job = jobOf(part);
		const { signal } = (job.abort = new AbortController());
		const outcome = await locks
			.tryHold(uploaderLock(part), () => {
				job.elsewhere = false;
				return uploader.send(part, signal, { acked: (bytes) => onAcked(job, bytes) });
			})
			.catch((problem: unknown) => {
				// a hole in the vault, a closed database: told to the operator, tried again
				log.error({ attempt, part, err: String(problem) }, 'part could not be sent');
				return err(refuse('part.incomplete', String(problem)));
			});
		job.abort = null;
		if (!signal.aborted) settle(part, job, outcome);
		look();
	}

	function onAcked(job: Job, bytes: number): void {
		job.acked = bytes;
		job.failures = 0;
		job.problem = null;
		publish();
	}

	function settle(part: string, job: Job, outcome: Result<Head | null, Refusal> | undefined): void {
		job.elsewhere = outcome === undefined;
		if (outcome === undefined) job.nextTryAt = clock.now() + ELSEWHERE_MS;
		else if (!outcome.ok) failed(part, job, outcome.error);
		else {
			job.problem = null;
			log.info({ attempt, part }, 'part verified');
			if (outcome.value) options.onVerified?.(part, outcome.value);
		}
	}

	function failed(part: string, job: Job, { code, detail }: Refusal): void {
		job.failures += 1;
		job.problem = code;
		job.nextTryAt = clock.now() + retryDelay(code, job.failures, options.random());
		log.warn({ attempt, part, code, detail, failures: job.failures }, 'part not sent yet');
		if (!halts(code)) return;
		halted = code;
		abortAll();
	}

	function abortAll(): void {
		for (const job of jobs.values()) job.abort?.abort();
	}

	function wake(): void {
		halted = null;
		for (const job of jobs.values()) job.nextTryAt = 0;
		look();
	}

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		start() {
			if (running) return;
			running = true;
			stopListening = connectivity.onChange(() => {
				if (connectivity.online() && halted === null) wake();
				else publish();
			});
			look();
		},
		wake,
		flush() {
			uploader.flush();
			look();
		},
		async stop() {
			running = false;
			callOffLook();
			stopListening();
			await looking;
			abortAll();
			await Promise.all(sending);
		}
	};
}

function stateOf(
	parts: readonly PartProgressView[],
	online: boolean,
	halted: ErrorCode | null
): UploadState {
	const allVerified = parts.length > 0 && parts.every((part) => part.closed && part.verified);
	return { parts, tracks: trackProgress(parts), online, halted, allVerified };
}

function viewOf(part: StoredPart, job: Job, marks: ProgressMarks): PartProgressView {
	const acked = part.verified ? part.stored : Math.max(part.acked, job.acked ?? 0);
	return {
		id: part.id,
		track: part.track,
		startedAt: part.startedAt,
		filmMs: part.storedMs,
		bytes: part.stored,
		acked,
		closed: part.closed,
		verified: part.verified,
		freed: part.freed,
		elsewhere: job.elsewhere,
		safeUntil: safeUntil(part, acked, marks),
		problem: part.verified ? null : job.problem,
		nextTryAt: job.problem === null || part.verified ? null : job.nextTryAt
	};
}
