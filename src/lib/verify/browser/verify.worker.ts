// Checks an export beside the page: ten thousand lines take seconds, and the page goes on answering.
import { verifyExport } from '../verify-export.ts';
import type { Verdict } from '../fault.ts';

export interface VerifyRequest {
	readonly id: number;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly key: string | null;
	readonly root: string | null;
	readonly receipt: string | null;
}
export interface VerifyAnswer {
	readonly id: number;
	/** Null: it could not be done here. */
	readonly verdict: Verdict | null;
}

addEventListener('message', ({ data }: MessageEvent<VerifyRequest>) => {
	const { id, bytes, key, root, receipt } = data;
	// absent where the page is not secure, whatever the type says
	const { subtle } = crypto as { subtle?: SubtleCrypto };
	void verifyExport(bytes, { subtle, key, root, receipt })
		.catch(() => null)
		.then((verdict) => postMessage({ id, verdict } satisfies VerifyAnswer));
});
