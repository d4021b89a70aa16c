// What recording needs of the browser. Narrow on purpose: a fake of each fits on a page.
import type { PartHeader } from './part.ts';

/** A part as the device keeps it. */
export interface StoredPart extends PartHeader {
	/** Bytes in the vault; every one of them was written in a strict transaction with this counter. */
	readonly stored: number;
	/** Film in the vault, ms since `startedAt`, by the arrival of the slices. */
	readonly storedMs: number;
	/** Bytes the server has acknowledged as synced. */
	readonly acked: number;
	/** No more bytes will come. */
	readonly closed: boolean;
	/** Of the whole part, once closed and computed. */
	readonly sha256: string | null;
	/** Address of the tus upload, once there is one. */
	readonly uploadUrl: string | null;
	/** The server confirmed the finished, synced, hashed part. */
	readonly verified: boolean;
	/** Epoch of the server as the device knew it then; null = not known. Rows of earlier versions lack it. */
	readonly verifiedIn?: string | null;
	/** Chunks were removed to make room, or after publication (verified parts only). */
	readonly freed: boolean;
}

export type PartProgress = Partial<
	Pick<StoredPart, 'acked' | 'uploadUrl' | 'verified' | 'verifiedIn'>
>;

export type AppendOutcome = 'stored' | 'full';

/** The durable store of recorded bytes on the device (IndexedDB). */
export interface Vault {
	/** 'full' = nothing was written. */
	createPart(header: PartHeader): Promise<AppendOutcome>;
	/**
	 * One strict transaction: the chunk and the part's counters. 'full' = nothing was written, nothing torn.
	 * @param storedMs film in the part once this chunk is in
	 */
	append(part: string, chunk: ArrayBuffer, storedMs: number): Promise<AppendOutcome>;
	/** @param sha256 of all stored bytes */
	closePart(part: string, sha256: string): Promise<void>;
	part(id: string): Promise<StoredPart | undefined>;
	/** In the order of `startedAt`. */
	parts(attempt: string): Promise<StoredPart[]>;
	/** Bytes [start, end) of a part; throws on a hole: that would be a broken assumption. */
	read(part: string, start: number, end: number): Promise<Blob>;
	note(part: string, progress: PartProgress): Promise<void>;
	/** Removes the chunks of one verified part; a part that is not verified is left alone. @returns bytes freed */
	free(part: string): Promise<number>;
}

/** Exclusive rights that the browser frees when the tab dies (navigator.locks). */
export interface Locks {
	/** Runs `work` while holding `name`; resolves with undefined, without running it, when somebody else holds it. */
	tryHold<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
	/** Waits for the lock. */
	hold<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export const recorderLock = (part: string): string => `rec:${part}`;
export const uploaderLock = (part: string): string => `up:${part}`;

/** A camera or a screen as capture opened it. */
export interface Source {
	/** May be empty. */
	readonly label: string;
	readonly width: number;
	readonly height: number;
	/** False once one of its devices has stopped. */
	readonly live: boolean;
	/** The system holds its picture back for now (a call, another app, a locked screen). */
	readonly muted: boolean;
	/** A picture that may give nothing new for long and yet be alive: a screen. */
	readonly mayStandStill: boolean;
	/** Calls once when a device stops without our doing (unplugged, share stopped). @returns a function to stop listening */
	onEnded(listener: () => void): () => void;
}

/** A source that is ours to close. */
export interface OpenedSource extends Source {
	/** Calls whenever `muted` has changed. @returns a function to stop listening */
	onMuted(listener: () => void): () => void;
	/** Stops the devices; `onEnded` does not call for it. Calling it again is harmless. */
	close(): void;
}

export interface SliceSettings {
	readonly mime: string;
	readonly videoBitsPerSecond: number;
	/** 0: no sound is recorded. */
	readonly audioBitsPerSecond: number;
}

/** Bytes that have come and are still to be read: their size is known at once. A Blob is one. */
export type SliceData = Pick<Blob, 'size' | 'arrayBuffer'>;

export interface SliceEvents {
	/** The encoder runs; only the first call counts. @param mime as the recorder reports it, codecs included */
	started(mime: string): void;
	/**
	 * At the moment it comes, in the order of recording; empty = the recorder is alive but has nothing new (a still
	 * screen).
	 */
	slice(data: SliceData): void;
	/** After the last slice; nothing comes after it. */
	stopped(): void;
	/** The recorder has failed; `stopped` follows. */
	failed(reason: string): void;
}

/** A running recorder (MediaRecorder). */
export interface SliceRun {
	/** Asks for what there is; answered by a slice, empty if need be. Also by a recorder that never got a picture. */
	nudge(): void;
	/** Flushes the last slice, then `stopped`. Calling it again is harmless. */
	stop(): void;
}

export interface SliceRecorder<S extends Source> {
	/** Throws nothing: what goes wrong comes as `failed`, then `stopped`. */
	start(source: S, settings: SliceSettings, events: SliceEvents): SliceRun;
}
