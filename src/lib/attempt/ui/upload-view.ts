// The upload page, and from parts to its lines and the receipt (C24). Pure.
import { TRACKS, type Track } from '../../recording/part.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { PartProgressView } from '../../upload/progress.ts';
import { missingParts, type AttemptState } from '../attempt-state.ts';
import type { Head } from '../ports.ts';
import type { ReceiptView } from './receipt-view.ts';
import { sum, uploadLine } from './upload-line.ts';

export const UPLOAD_LINE_STATES = [
	'sending',
	/** all bytes are there, the server computes the digest */
	'checking',
	'waiting-network',
	'waiting-space',
	'failed',
	'done'
] as const;
export type UploadLineState = (typeof UPLOAD_LINE_STATES)[number];

/** One track of this device, over all its parts. */
export interface UploadLineView {
	readonly track: Track;
	readonly filmMs: number;
	readonly sentBytes: number;
	readonly totalBytes: number;
	/** Null while unknown or standing still. */
	readonly bytesPerSecond: number | null;
	readonly state: UploadLineState;
	/** Why it is `failed`, when the cause has a code. */
	readonly code: ErrorCode | null;
}

export interface UploadView {
	/** Empty: nothing lies on this device. */
	readonly lines: readonly UploadLineView[];
	/** Estimated; null while unknown. */
	readonly remainingMs: number | null;
	/** Parts that another computer of this attempt still has to send; the phone's are in `phone.missingParts`. */
	readonly partsElsewhere: number;
}

export function uploadView(
	state: AttemptState,
	parts: readonly PartProgressView[],
	bytesPerSecond: number | null
): UploadView {
	const here = new Set(parts.map(({ id }) => id));
	const lines = TRACKS.flatMap((track) => {
		const own = parts.filter((part) => part.track === track);
		return own.length > 0 ? [uploadLine(track, own, bytesPerSecond)] : [];
	});
	const left = sum(lines, (line) => line.totalBytes - line.sentBytes);
	return {
		lines,
		remainingMs: bytesPerSecond ? (left / bytesPerSecond) * 1000 : null,
		partsElsewhere: missingParts(state).filter(
			(id) => !here.has(id) && state.parts[id]?.track !== 'evidence'
		).length
	};
}

export function receiptView(
	state: AttemptState,
	parts: readonly PartProgressView[],
	head: Head,
	completedAt: Millis
): ReceiptView {
	const tracks = TRACKS.flatMap((track) => {
		const verified = Object.entries(state.parts).filter(
			([, part]) => part.track === track && part.verified
		);
		if (verified.length === 0) return [];
		const local = parts.filter((part) => part.track === track);
		return [
			{
				track,
				filmMs: sum(local, (part) => part.filmMs),
				bytes: sum(verified, ([, part]) => part.verified?.bytes ?? 0),
				digests: verified.flatMap(([, part]) => part.verified?.sha256 ?? [])
			}
		];
	});
	return { completedAt, tracks, head, localCopies: localCopies(parts) };
}

function localCopies(parts: readonly PartProgressView[]): ReceiptView['localCopies'] {
	const kept = parts.filter((part) => !part.freed).length;
	if (kept === 0) return 'none';
	return kept === parts.length ? 'kept' : 'partly';
}
