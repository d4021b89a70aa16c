// How the upload of a test recording stands. An exam's upload never gives up; a check does, and says why.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { UploadState } from '../upload/upload-loop.ts';

/** Without another byte on the server for so long, the line is dead. */
const DEAD_MS = 30_000;

/** What waiting does not mend, in the minutes that a check has. */
const FINAL: readonly ErrorCode[] = [
	'storage.full',
	'part.too-large',
	'part.digest-mismatch',
	'part.not-yours',
	'input.invalid'
];

export interface Sending {
	/** 0 to 1. */
	readonly share: number;
	readonly done: boolean;
	readonly problem: ErrorCode | null;
	readonly acked: number;
	/** When `acked` last grew. */
	readonly movedAt: Millis;
}

/** @param now monotonic */
export function sendingOf(
	{ parts, halted, allVerified }: Pick<UploadState, 'parts' | 'halted' | 'allVerified'>,
	before: Sending | null,
	now: Millis
): Sending {
	const bytes = sum(parts, 'bytes');
	// a part that is sent anew goes back, the bar does not
	const acked = Math.max(before?.acked ?? 0, sum(parts, 'acked'));
	const movedAt = before && acked === before.acked ? before.movedAt : now;
	const final = parts.find(({ problem }) => problem !== null && FINAL.includes(problem));
	const dead = now - movedAt >= DEAD_MS ? 'check.unreachable' : null;
	return {
		share: bytes === 0 ? 0 : Math.min(1, acked / bytes),
		done: allVerified,
		problem: allVerified ? null : (halted ?? final?.problem ?? dead),
		acked,
		movedAt
	};
}

const sum = (parts: UploadState['parts'], key: 'bytes' | 'acked'): number =>
	parts.reduce((all, part) => all + part[key], 0);
