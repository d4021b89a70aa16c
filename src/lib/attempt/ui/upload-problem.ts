// Cause, what is safe, next step (C24): the one notice of the upload page.
import type { ErrorCode } from '../../shared/errors.ts';
import type { UploadLineView, UploadView } from './upload-view.ts';

export interface UploadProblem {
	readonly kind: 'safe' | 'network' | 'space' | 'failed';
	/** What is not on the server yet. */
	readonly missingBytes: number;
	readonly code: ErrorCode | null;
}

/** What a person must act on comes first, what mends itself later. Null: nothing lies here, or all has arrived. */
export function uploadProblem({ lines }: UploadView): UploadProblem | null {
	const open = lines.filter((line) => line.state !== 'done');
	if (open.length === 0) return null;
	const missingBytes = open.reduce((sum, line) => sum + line.totalBytes - line.sentBytes, 0);
	const failed = lineIn(open, 'failed');
	if (failed) return { kind: 'failed', missingBytes, code: failed.code };
	if (lineIn(open, 'waiting-space')) return { kind: 'space', missingBytes, code: null };
	if (lineIn(open, 'waiting-network')) return { kind: 'network', missingBytes, code: null };
	return { kind: 'safe', missingBytes, code: null };
}

const lineIn = (
	lines: readonly UploadLineView[],
	state: UploadLineView['state']
): UploadLineView | undefined => lines.find((line) => line.state === state);
