// What a duty needs of a device that records, whichever it is: a computer (camera, screen) or a phone (evidence).
import type { ErrorCode } from '../shared/errors.ts';
import type { Observable } from '../shared/observable.ts';
import type { Track } from './part.ts';
import type { OpenedSource } from './ports.ts';
import type { Witness } from './slice-writer.ts';
import type { TrackState } from './track-recorder.ts';

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
