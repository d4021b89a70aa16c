// What a person is told about the upload: per part, and per track (C15 "safe on server to", C24).
import type { Track } from '../recording/part.ts';
import type { StoredPart } from '../recording/ports.ts';
import { filmWithin, type ProgressMarks } from '../recording/progress-marks.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';

export interface PartProgressView {
	readonly id: string;
	readonly track: Track;
	readonly startedAt: Millis;
	/** Film in the vault (ms). */
	readonly filmMs: number;
	/** In the vault. */
	readonly bytes: number;
	/** Synced on the server. */
	readonly acked: number;
	readonly closed: boolean;
	readonly verified: boolean;
	/** The local copy was removed. */
	readonly freed: boolean;
	/** Another tab sends it. */
	readonly elsewhere: boolean;
	/** Film up to here is on the server; null before the first byte. */
	readonly safeUntil: Millis | null;
	readonly problem: ErrorCode | null;
	readonly nextTryAt: Millis | null;
}

export interface TrackProgress {
	readonly track: Track;
	readonly parts: number;
	readonly bytes: number;
	readonly acked: number;
	readonly verified: boolean;
	/** Film up to here is on the server without a missing byte before it; null before the first byte. */
	readonly safeUntil: Millis | null;
	readonly problem: ErrorCode | null;
	readonly nextTryAt: Millis | null;
}

/** Server time up to which a part's film is on the server: by what was seen as it grew, else in proportion. */
export function safeUntil(part: StoredPart, acked: number, marks: ProgressMarks): Millis | null {
	if (acked <= 0 || part.stored === 0) return null;
	if (acked >= part.stored) return part.startedAt + part.storedMs;
	const proportional = part.startedAt + Math.floor((part.storedMs * acked) / part.stored);
	return filmWithin(marks, part.id, acked) ?? proportional;
}

/** @param parts in the order of their start */
export function trackProgress(parts: readonly PartProgressView[]): TrackProgress[] {
	return [...new Set(parts.map((part) => part.track))].map((track) =>
		ofTrack(
			track,
			parts.filter((part) => part.track === track)
		)
	);
}

function ofTrack(track: Track, parts: readonly PartProgressView[]): TrackProgress {
	const troubled = parts.find((part) => part.problem !== null);
	// the first part with a byte missing bounds what is safe; before its first byte, the part before it does
	const missing = parts.findIndex((part) => part.acked < part.bytes);
	const upTo = missing === -1 ? parts : parts.slice(0, missing + 1);
	const safe = upTo.flatMap((part) => part.safeUntil ?? []);
	return {
		track,
		parts: parts.length,
		bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
		acked: parts.reduce((sum, part) => sum + part.acked, 0),
		verified: parts.every((part) => part.verified),
		safeUntil: safe.length > 0 ? Math.max(...safe) : null,
		problem: troubled?.problem ?? null,
		nextTryAt: troubled?.nextTryAt ?? null
	};
}
