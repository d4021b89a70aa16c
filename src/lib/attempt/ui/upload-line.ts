// From the parts of one track to its line of an upload, a computer's and a phone's alike (C24, P6). Pure.
import type { ErrorCode } from '../../shared/errors.ts';
import type { PartProgressView } from '../../upload/progress.ts';
import type { UploadLineState, UploadLineView } from './upload-view.ts';

export const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
	items.reduce((total, item) => total + of(item), 0);

const WAITING: Partial<Record<ErrorCode, UploadLineState>> = {
	'server.unreachable': 'waiting-network',
	'server.busy': 'waiting-network',
	'storage.full': 'waiting-space'
};

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
