// One part (段): one uninterrupted run of one recorder, under the lock `rec:<part>` for as long as it lives, so that
// nobody else ends it (findings §3, trap 8). Knows when its recorder has gone quiet; what follows is the track's affair.
import type { Clock, Millis } from '../shared/clock.ts';
import { patiently, type Timers } from '../shared/timers.ts';
import type { PartHeader } from './part.ts';
import {
	recorderLock,
	type Locks,
	type SliceData,
	type SliceRecorder,
	type SliceRun,
	type SliceSettings,
	type Source,
	type Vault
} from './ports.ts';
import { createSliceWriter, type SliceWriter, type Witness } from './slice-writer.ts';

export interface RecorderPorts<S extends Source> {
	readonly vault: Vault;
	readonly locks: Locks;
	/** Server time as estimated on the device. */
	readonly clock: Clock;
	readonly timers: Timers;
	readonly slices: SliceRecorder<S>;
}

export interface PartPlan<S extends Source> {
	readonly identity: Pick<PartHeader, 'id' | 'attempt' | 'lease' | 'track'>;
	readonly source: S;
	readonly settings: SliceSettings;
}

/** `held-back`: nothing came because the system gave the recorder nothing; `no-data`: though it did. */
export type PartEnd = 'stopped' | 'source-ended' | 'recorder-failed' | 'no-data' | 'held-back';

export interface PartWatch {
	changed(): void;
	/** The recorder ended without being asked; slices may still be on their way into the vault. */
	ended(why: PartEnd): void;
	makeRoom(): Promise<void>;
}

export interface PartRecorder<S extends Source> {
	readonly source: S;
	/** Null until the recorder has started. */
	readonly header: PartHeader | null;
	/** False from the moment it ends, however that came. */
	readonly running: boolean;
	/** Server time of its last sign that film is being made; of its beginning, if it never gave one. */
	readonly aliveUntil: Millis;
	/** Server time up to which its film is in the vault. */
	readonly storedUntil: Millis | null;
	readonly storedBytes: number;
	readonly heldBytes: number;
	readonly full: boolean;
	/** Resolves with false when it ended before it started. */
	readonly started: Promise<boolean>;
	/** Resolves once everything is in the vault, the part is closed and its lock free. */
	readonly closed: Promise<void>;
	end(): void;
	witness(): Witness | null;
}

/**
 * A recorder that gives no slice for this long has failed (WebKit's first one takes 2 s). Before the last second it is
 * asked for what it has: a screen that stands still gives nothing by itself.
 */
const SILENCE_MS = 3000;
/** A recorder that answers, but never with a byte, films nothing: a screen gives its first picture at once (measured). */
const FIRST_BYTE_MS = 10_000;
/** A recorder that was told to stop and neither gives anything nor says so is given up after this. */
const STOP_LIMIT_MS = 5000;

export function createPartRecorder<S extends Source>(
	ports: RecorderPorts<S>,
	plan: PartPlan<S>,
	watch: PartWatch
): PartRecorder<S> {
	const { clock, timers } = ports;
	const started = Promise.withResolvers<boolean>();
	const stopped = Promise.withResolvers<undefined>();
	const neverRan = Promise.withResolvers<undefined>();
	let writer: SliceWriter | null = null;
	let header: PartHeader | null = null;
	let run: SliceRun | null = null;
	let askedAt = clock.now();
	let aliveUntil = askedAt;
	let gave = false;
	let ended = false;
	let over = false;
	let stopWatching = (): void => {};
	let stopAwaitingByte = (): void => {};
	let stopListening = (): void => {};

	const silent = (): void => {
		end(isHeldBack(plan.source) ? 'held-back' : 'no-data');
	};

	/** While it runs, for its silence; once it was told to stop, for its last word. */
	function watchAgain(): void {
		stopWatching();
		if (over) return;
		stopWatching = ended
			? patiently(timers, STOP_LIMIT_MS, finish)
			: patiently(timers, SILENCE_MS, silent, () => run?.nudge());
	}

	function end(why: PartEnd): void {
		if (ended) return;
		ended = true;
		stopAwaitingByte();
		stopListening();
		run?.stop();
		if (run) watchAgain();
		else finish();
		if (why !== 'stopped') watch.ended(why);
	}

	function finish(): void {
		over = true;
		stopWatching();
		started.resolve(header !== null);
		stopped.resolve(undefined);
		// whoever holds its lock, if anybody: nothing of it can come any more
		if (!run) neverRan.resolve(undefined);
	}

	function onStarted(mime: string): void {
		if (header || over) return;
		// not when the recorder says so: on a busy page that comes up to half a second after its first frame (measured)
		header = partHeader(plan, mime, askedAt);
		writer = createSliceWriter({
			vault: ports.vault,
			timers,
			header,
			changed: watch.changed,
			makeRoom: watch.makeRoom,
			unreadable: () => {
				end('recorder-failed');
			}
		});
		started.resolve(true);
	}

	function onSlice(data: SliceData): void {
		const bytes = data.size > 0;
		if (bytes) stopAwaitingByte();
		gave ||= bytes;
		// a microphone always gives something: only what may stand still is alive with nothing new to say
		const alive = bytes || plan.source.mayStandStill;
		if (alive && gave) aliveUntil = clock.now();
		if (alive || ended) watchAgain();
		if (alive && header) writer?.add(data, Math.max(0, clock.now() - header.startedAt));
	}

	function start(): void {
		if (ended) return;
		watchAgain();
		stopAwaitingByte = patiently(timers, FIRST_BYTE_MS, silent);
		stopListening = plan.source.onEnded(() => {
			end('source-ended');
		});
		askedAt = aliveUntil = clock.now();
		run = ports.slices.start(plan.source, plan.settings, {
			started: onStarted,
			slice: onSlice,
			failed: () => {
				end('recorder-failed');
			},
			stopped: () => {
				end(plan.source.live ? 'recorder-failed' : 'source-ended');
				finish();
			}
		});
	}

	// before the lock is granted: what waits for it for ever films nothing either
	watchAgain();
	const held = ports.locks.hold(recorderLock(plan.identity.id), async () => {
		start();
		await stopped.promise;
		await writer?.close();
	});
	const refused = held.catch(() => {
		end('recorder-failed');
	});
	const closed = Promise.race([refused, neverRan.promise]);

	return {
		source: plan.source,
		get header() {
			return header;
		},
		get running() {
			return !ended;
		},
		get aliveUntil() {
			return aliveUntil;
		},
		get storedUntil() {
			return header && writer?.storedMs ? header.startedAt + writer.storedMs : null;
		},
		get storedBytes() {
			return writer?.storedBytes ?? 0;
		},
		get heldBytes() {
			return writer?.heldBytes ?? 0;
		},
		get full() {
			return writer?.full ?? false;
		},
		started: started.promise,
		closed,
		end: () => {
			end('stopped');
		},
		witness: () => writer?.witness() ?? null
	};
}

/** A screen that stands still may call itself muted: it is recorded. */
export const isHeldBack = ({ muted, mayStandStill }: Source): boolean => muted && !mayStandStill;

function partHeader<S extends Source>(plan: PartPlan<S>, mime: string, now: Millis): PartHeader {
	const { source, settings } = plan;
	return {
		...plan.identity,
		mime,
		startedAt: Math.round(now),
		width: source.width,
		height: source.height,
		bitsPerSecond: settings.videoBitsPerSecond + settings.audioBitsPerSecond,
		// a label is any text of the system; NUL and halves of characters would not survive the database
		source: source.label.replaceAll('\0', '').slice(0, 200).toWellFormed()
	};
}
