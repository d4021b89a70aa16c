// What a duty needs of a device that records, whichever it is: a computer (camera, screen) or a phone (evidence).
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Observable } from '../shared/observable.ts';
import type { Track } from './part.ts';
import type { PartEnd } from './part-recorder.ts';
import type { OpenedSource } from './ports.ts';
import type { Witness } from './slice-writer.ts';
import type { TrackState } from './track-state.ts';

/** One source, as a page shows it. */
export interface SourceState<S extends OpenedSource = OpenedSource> {
	readonly state: 'off' | 'opening' | 'live' | 'failed';
	readonly source: S | null;
	/** The system holds the picture back (a call, another app, a locked screen); the source is still ours. */
	readonly muted: boolean;
	/** Why the last opening failed, also while what ran before still runs. */
	readonly code: ErrorCode | null;
	/** Of the recorder; null before recording. */
	readonly track: TrackState | null;
	/** Since when it is to be recorded, whether or not it can be; null = it is not. */
	readonly wantedSince: Millis | null;
}

/** What tells whether it is being filmed. */
export type FilmedSource = Pick<SourceState, 'track' | 'wantedSince'>;

export interface DeviceRecording extends Observable<Readonly<Partial<Record<Track, SourceState>>>> {
	/**
	 * From now on what is open, and what is opened later, is recorded (C15, P4). Also after `stop`: an end that the
	 * device believed in while it was cut off need not be the server's (granted time, C23).
	 */
	record(): void;
	/**
	 * After a reload, a crash, a call: opens what may be opened without the candidate, the device that ran last or any
	 * other. What is open already stays.
	 */
	comeBack(): void;
	/** Closes devices and parts; resolves once the last slice is in the vault. */
	stop(): Promise<void>;
	/** Of every part that is not closed yet. */
	witnesses(): Witness[];
}

/**
 * What becomes of one source's film. `unasked`: it is not to be recorded (now); `starting`: its first byte is not due yet;
 * `held`: it comes, and waits in memory for a vault that is full or slow; `lost`: nothing comes.
 */
export type Filming = 'unasked' | 'starting' | 'filmed' | 'held' | 'lost';

/** Stored film is no older than this while it is filmed: a still screen is asked every 2 s, a busy disk takes its time. */
const FILMED_WITHIN_MS = 5000;

/** The first film of what is wanted is there by then: WebKit's first slice takes 2 s, and C29 is told within 5 s. */
const FILMED_AFTER_MS = 4000;

/**
 * The one answer to "is it being filmed?": by the film that reaches the vault, not by what a recorder says of itself.
 * @param now null = no time is known: then by the recorder alone
 */
export function filmingState({ track, wantedSince }: FilmedSource, now: Millis | null): Filming {
	if (!isUnderWay(track)) return wantedSince === null ? 'unasked' : notBegun(wantedSince, now);
	if (track.interrupted) return 'lost';
	const { storedUntil, heldInMemory } = track;
	if (storedUntil === null) return heldInMemory > 0 ? 'held' : notBegun(wantedSince, now);
	if (now === null || now - storedUntil <= FILMED_WITHIN_MS) return 'filmed';
	return heldInMemory > 0 ? 'held' : 'lost';
}

const isUnderWay = (track: TrackState | null): track is TrackState =>
	track !== null && track.state !== 'idle' && track.state !== 'stopped';

const isLate = (since: Millis | null, now: Millis | null): boolean =>
	since !== null && now !== null && now - since > FILMED_AFTER_MS;

const notBegun = (wantedSince: Millis | null, now: Millis | null): Filming =>
	isLate(wantedSince, now) ? 'lost' : 'starting';

export const isFilmed = (source: FilmedSource, now: Millis | null): boolean =>
	filmingState(source, now) === 'filmed';

/** Since when nothing comes; null while something does, or need not. */
export function lostSince(source: FilmedSource, now: Millis | null): Millis | null {
	const { track, wantedSince } = source;
	if (filmingState(source, now) !== 'lost') return null;
	// of a recording that was over before, nothing counts any more
	if (!isUnderWay(track)) return wantedSince;
	return track.interrupted?.since ?? track.storedUntil ?? wantedSince;
}

/**
 * Of what is lost: the source is there, and its recorder gives nothing (C29). Otherwise there is nothing to record, or
 * the page itself stood still (C16). It stays the same until film comes again.
 */
export function isRecordersFault(source: FilmedSource, now: Millis | null): boolean {
	const { track } = source;
	if (!track || filmingState(source, now) !== 'lost') return false;
	if (track.interrupted) return RECORDERS_FAULTS.includes(track.interrupted.why);
	return track.storedUntil === null && isLate(track.part?.startedAt ?? null, now);
}

const RECORDERS_FAULTS: readonly PartEnd[] = ['no-data', 'recorder-failed'];
