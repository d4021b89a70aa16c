// What a duty needs of a device that records, whichever it is: a computer (camera, screen) or a phone (evidence).
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Observable } from '../shared/observable.ts';
import type { Track } from './part.ts';
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
}

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

/**
 * The one answer to "is it being filmed?": by the film that reaches the vault, not by what a recorder says of itself.
 * @param now null = no time is known: then by the recorder alone
 */
export function filmingState({ track }: Pick<SourceState, 'track'>, now: Millis | null): Filming {
	if (!track || track.state === 'idle' || track.state === 'stopped') return 'unasked';
	if (track.interrupted) return 'lost';
	const { storedUntil, heldInMemory } = track;
	if (storedUntil === null) return heldInMemory > 0 ? 'held' : 'starting';
	if (now === null || now - storedUntil <= FILMED_WITHIN_MS) return 'filmed';
	return heldInMemory > 0 ? 'held' : 'lost';
}

export const isFilmed = (source: Pick<SourceState, 'track'>, now: Millis | null): boolean =>
	filmingState(source, now) === 'filmed';

/** Since when nothing comes; null while something does, or need not. */
export function lostSince(source: Pick<SourceState, 'track'>, now: Millis | null): Millis | null {
	if (filmingState(source, now) !== 'lost') return null;
	return source.track?.interrupted?.since ?? source.track?.storedUntil ?? null;
}
