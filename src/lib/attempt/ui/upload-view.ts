// From parts to the lines of the upload page and the receipt (C24). Pure.
import { TRACKS } from '../../recording/part.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { PartProgressView } from '../../upload/progress.ts';
import { missingParts, type AttemptState } from '../attempt-state.ts';
import type { Head } from '../ports.ts';
import type { ReceiptView, UploadLineState, UploadLineView, UploadView } from './room-view.ts';

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
	items.reduce((total, item) => total + of(item), 0);

const WAITING: Partial<Record<ErrorCode, UploadLineState>> = {
	'server.unreachable': 'waiting-network',
	'server.busy': 'waiting-network',
	'storage.full': 'waiting-space'
};

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

export function uploadLine(
	track: PartProgressView['track'],
	parts: readonly PartProgressView[],
	bytesPerSecond: number | null
): UploadLineView {
	const state = lineState(parts);
	const code = state === 'failed' ? (parts.find((part) => part.problem)?.problem ?? null) : null;
	return {
		track,
		filmMs: sum(parts, (part) => part.filmMs),
		sentBytes: sum(parts, (part) => (part.verified ? part.bytes : part.acked)),
		totalBytes: sum(parts, (part) => part.bytes),
		bytesPerSecond: state === 'sending' ? bytesPerSecond : null,
		state,
		code
	};
}

function lineState(parts: readonly PartProgressView[]): UploadLineState {
	if (parts.every((part) => part.verified)) return 'done';
	const problem = parts.find((part) => part.problem !== null && !part.verified)?.problem;
	if (problem) return WAITING[problem] ?? 'failed';
	const allSent = parts.every((part) => part.closed && part.acked >= part.bytes);
	return allSent ? 'checking' : 'sending';
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
