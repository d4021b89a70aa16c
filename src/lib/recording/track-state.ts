// What is told of one track (轨) while it is recorded, and how it follows from its parts. Pure.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { PartHeader, Track } from './part.ts';
import type { PartEnd } from './part-recorder.ts';

export interface TrackState {
	/** What is being done; whether it is being filmed is `filmingState`'s to say (device-recording.ts). */
	readonly state: 'idle' | 'starting' | 'recording' | 'interrupted' | 'stopped';
	/** The part that is being recorded. */
	readonly part: PartHeader | null;
	/** Server time up to which the film is in the vault without a slice missing; null before the first. */
	readonly storedUntil: Millis | null;
	/** In the vault, of this recorder's parts. */
	readonly bytes: number;
	/** Bytes that wait in memory because the vault is full, or slow. */
	readonly heldInMemory: number;
	/** 'device.storage-full' goes with any state; the others say why it is interrupted. */
	readonly problem: ErrorCode | null;
	/** Until the first byte of what came after it is in the vault. */
	readonly interrupted: { readonly since: Millis; readonly why: PartEnd } | null;
}

export const IDLE: TrackState = {
	state: 'idle',
	part: null,
	storedUntil: null,
	bytes: 0,
	heldInMemory: 0,
	problem: null,
	interrupted: null
};

/** What to say when the source of a track has stopped. */
export const lostCode = (track: Track): ErrorCode =>
	track === 'screen' ? 'device.screen-refused' : 'device.camera-missing';

export const CODE_OF: Record<PartEnd, (track: Track) => ErrorCode | null> = {
	stopped: () => null,
	'source-ended': lostCode,
	'recorder-failed': () => 'device.recorder-failed',
	'no-data': () => 'device.recorder-failed',
	'held-back': () => 'device.recorder-failed'
};

interface Progress {
	readonly storedUntil: Millis | null;
	readonly storedBytes: number;
	readonly heldBytes: number;
	readonly full: boolean;
}

/** @param parts that are not closed yet */
export const sumOf = (parts: readonly Progress[], of: 'storedBytes' | 'heldBytes'): number =>
	parts.reduce((total, part) => total + part[of], 0);

/** Where slices wait in memory, the film is only stored up to the first of them. */
export function seamlessUntil(parts: readonly Progress[]): Millis | null {
	const ends = (some: readonly Progress[]): number[] =>
		some.flatMap((part) => part.storedUntil ?? []);
	const waiting = ends(parts.filter((part) => part.full));
	if (waiting.length > 0) return Math.min(...waiting);
	const all = ends(parts);
	return all.length > 0 ? Math.max(...all) : null;
}
