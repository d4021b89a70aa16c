// One track (轨): a row of parts on one device. Owns when a part begins and why it ends; a new source, a failed
// recorder or a full vault mean a new part, never a lost one (C15, C16). Framework-free, without DOM.
import type { Encoding } from './encoding.ts';
import { backoffDelay } from '../shared/backoff.ts';
import type { Millis } from '../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../shared/errors.ts';
import { subject, type Observable } from '../shared/observable.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { freeOldestVerified } from './make-room.ts';
import type { PartHeader, Track } from './part.ts';
import {
	createPartRecorder,
	isHeldBack,
	type PartEnd,
	type PartRecorder,
	type RecorderPorts
} from './part-recorder.ts';
import type { SliceSettings, Source } from './ports.ts';
import type { Witness } from './slice-writer.ts';
import { CODE_OF, IDLE, seamlessUntil, sumOf, type TrackState } from './track-state.ts';

export interface TrackRecorderOptions<S extends Source> extends RecorderPorts<S> {
	readonly track: Track;
	readonly attempt: string;
	readonly lease: string;
	readonly encoding: Encoding;
	/** From `recordableTypes`, at least one: the next is taken when one cannot be recorded after all. */
	readonly mimes: readonly [string, ...string[]];
	/** A new UUID. */
	readonly newId: () => string;
	/** In [0, 1). */
	readonly random: () => number;
	/**
	 * Opens the device again after it was lost and gives it to `switchTo`, or joins whoever is opening it just now.
	 * The recorder never holds a source that nobody gave it. Absent where only the candidate's touch can (a screen).
	 */
	readonly reopen?: () => Promise<Result<unknown, Refusal>>;
}

export interface TrackRecorder<S extends Source> extends Observable<TrackState> {
	/**
	 * Records `source` from now on as a new part. What was recorded before goes on until the new part has started, so
	 * that nothing is lost in between; if it cannot start, the old one simply stays.
	 */
	switchTo(source: S): Promise<Result<PartHeader, Refusal>>;
	/** Ends the running part because its owner closes the source; `switchTo` or `reopen` brings another. */
	letGo(): void;
	/** Tries at once what is being waited for, e.g. when the system gives a muted source back. */
	retry(): void;
	/** Flushes the last slice; resolves once every part is closed in the vault. No part starts after it. */
	stop(): Promise<void>;
	/** Of every part that is not closed yet. */
	witnesses(): Witness[];
}

const REOPEN = { firstMs: 500, maxMs: 5000 } as const;
const LOWEST_VIDEO_BITS_PER_SECOND = 150_000;
/** Two parts that were begun for want of space are at least this far apart. */
const ROLL_OVER_EVERY_MS = 20_000;

/** After this many failures in a row without a byte, the next of the types is tried. */
const FAILURES_PER_TYPE = 2;

export function createTrackRecorder<S extends Source>(
	options: TrackRecorderOptions<S>
): TrackRecorder<S> {
	const { track, attempt, lease, encoding, clock, timers, vault } = options;
	const observed = subject<TrackState>(IDLE);
	/** The current one, and older ones whose slices are still on their way. */
	const open = new Set<PartRecorder<S>>();
	let current: PartRecorder<S> | null = null;
	let stage: TrackState['state'] = 'idle';
	let interrupted: TrackState['interrupted'] = null;
	let problem: ErrorCode | null = null;
	let closedBytes = 0;
	let storedUntil: Millis | null = null;
	let failures = 0;
	/** Parts in a row whose recorder failed on a living source before it gave a byte. */
	let unstarted = 0;
	let type = 0;
	let videoBitsPerSecond = encoding.videoBitsPerSecond;
	let rolledOverAt = -Infinity;
	let lastSource: S | null = null;
	/** Sources that somebody has chosen so far, and which of them is in use: an earlier one comes too late. */
	let chosen = 0;
	let inUse = 0;
	let beginning = 0;
	let callOffRetry = (): void => {};

	function publish(): void {
		const parts = [...open];
		storedUntil = seamlessUntil(parts) ?? storedUntil;
		if (current && current.storedBytes > 0) filmed();
		const full = parts.some((part) => part.full);
		observed.set({
			state: stage,
			part: current?.header ?? null,
			storedUntil,
			bytes: closedBytes + sumOf(parts, 'storedBytes'),
			heldInMemory: sumOf(parts, 'heldBytes'),
			problem: full ? 'device.storage-full' : problem,
			interrupted
		});
	}

	/** A recorder that runs proves nothing; its first byte in the vault does. */
	function filmed(): void {
		failures = unstarted = 0;
		interrupted = problem = null;
	}

	const settings = (): SliceSettings => ({
		mime: options.mimes[type % options.mimes.length] ?? options.mimes[0],
		videoBitsPerSecond,
		audioBitsPerSecond: encoding.audioBitsPerSecond
	});

	/** @param choice the source's number; what begins by itself goes on with the one that is in use */
	async function change(source: S, choice: number): Promise<Result<PartHeader, Refusal>> {
		if (stage === 'stopped') return err(refuse('attempt.already-ended'));
		callOffRetry();
		if (!current) stage = 'starting';
		publish();
		beginning += 1;
		const part = begin(source);
		await part.started;
		beginning -= 1;
		if (isStopped()) return err(refuse('attempt.already-ended'));
		if (part.header && part.running && choice >= inUse) {
			inUse = choice;
			adopt(part);
			return ok(part.header);
		}
		part.end();
		if (!current && beginning === 0) interrupt(part, whyNot(part));
		return err(refuse('device.recorder-failed'));
	}

	/** `stop()` may have come in while we waited. */
	const isStopped = (): boolean => stage === 'stopped';

	function begin(source: S): PartRecorder<S> {
		const identity = { id: options.newId(), attempt, lease, track };
		const part: PartRecorder<S> = createPartRecorder(
			options,
			{ identity, source, settings: settings() },
			{
				changed: publish,
				ended: (why) => {
					if (part === current) interrupt(part, why);
				},
				makeRoom: () => makeRoom(part)
			}
		);
		open.add(part);
		void part.closed.then(() => {
			open.delete(part);
			closedBytes += part.storedBytes;
			publish();
		});
		return part;
	}

	function adopt(part: PartRecorder<S>): void {
		const before = current;
		current = part;
		lastSource = part.source;
		stage = 'recording';
		before?.end();
		publish();
	}

	function interrupt(part: PartRecorder<S>, why: PartEnd): void {
		current = null;
		lastSource = part.source;
		stage = 'interrupted';
		const inSilence = why === 'no-data' || why === 'held-back';
		interrupted ??= { since: inSilence ? part.aliveUntil : clock.now(), why };
		problem = CODE_OF[why](track);
		failures += 1;
		if (gaveNothing(part) && why !== 'stopped') noteUnstarted();
		publish();
		retryLater();
	}

	/** A type that is said to be recordable need not be: a phone's only encoder may be taken. */
	function noteUnstarted(): void {
		unstarted += 1;
		if (unstarted < FAILURES_PER_TYPE) return;
		unstarted = 0;
		type += 1;
	}

	/** The first try comes at once: what failed was mostly the recorder, and the film is running. */
	function retryLater(): void {
		const delay = failures <= 1 ? 0 : backoffDelay(REOPEN, failures - 1, options.random());
		callOffRetry();
		callOffRetry = timers.after(delay, () => void resume());
	}

	async function resume(): Promise<void> {
		if (stage !== 'interrupted') return;
		// a camera that the system holds back is not asked for in vain; its owner calls `retry` once it is given back, and
		// should that word be lost, a look comes soon
		if (lastSource?.live && isHeldBack(lastSource)) {
			callOffRetry = timers.after(REOPEN.maxMs, () => void resume());
			return;
		}
		if (lastSource?.live && (failures <= 2 || !options.reopen)) {
			await change(lastSource, inUse);
			return;
		}
		if (!options.reopen) return;
		const back = await options.reopen();
		if (isRecordingAgain() || back.ok) return;
		problem = back.error.code;
		failures += 1;
		publish();
		retryLater();
	}

	/** Somebody's `switchTo`, or `stop()`, may have come in while we waited. */
	const isRecordingAgain = (): boolean => stage !== 'interrupted';

	/** Out of space: verified bytes go first; if there are none, this part is ended so that it can become verified. */
	async function makeRoom(part: PartRecorder<S>): Promise<void> {
		if ((await freeOldestVerified(vault, attempt)) > 0) return;
		if (part !== current || clock.now() - rolledOverAt < ROLL_OVER_EVERY_MS) return;
		rolledOverAt = clock.now();
		videoBitsPerSecond = Math.max(LOWEST_VIDEO_BITS_PER_SECOND, videoBitsPerSecond / 2);
		await change(part.source, inUse);
	}

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		switchTo: (source) => change(source, ++chosen),
		letGo() {
			inUse = ++chosen;
			const part = current;
			if (!part) return;
			part.end();
			interrupt(part, 'stopped');
		},
		retry() {
			if (stage === 'interrupted') void resume();
		},
		async stop() {
			stage = 'stopped';
			current = null;
			callOffRetry();
			const parts = [...open];
			for (const part of parts) part.end();
			publish();
			await Promise.all(parts.map((part) => part.closed));
		},
		witnesses: () => [...open].flatMap((part) => part.witness() ?? [])
	};
}

const whyNot = ({ source }: PartRecorder<Source>): PartEnd =>
	source.live ? 'recorder-failed' : 'source-ended';

/** Of a source that had something to give. */
const gaveNothing = ({ source, storedBytes, heldBytes }: PartRecorder<Source>): boolean =>
	source.live && !source.muted && storedBytes + heldBytes === 0;
