// What the desktop asks of its phone's affairs: a code that binds one, taking it back, the last picture.
import * as v from 'valibot';
import type { PairingCode } from '../../evidence/code-keeper.ts';
import { ask } from '../../live/browser/ask.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

const TIMEOUT_MS = 8000;
const CodeSchema = v.object({ code: v.string(), expiresAt: v.number() });

export const askPairingCode = (
	token: string,
	replace: boolean
): Promise<Result<PairingCode, ErrorCode>> =>
	ask('/api/evidence/code', CodeSchema, { token, body: { replace } });

/** Not tried again: a code that cannot be taken back ends by itself within minutes. */
export async function withdrawPairingCode(token: string): Promise<void> {
	await fetch('/api/evidence/code', { method: 'DELETE', ...withToken(token) }).catch(() => null);
}

/** @returns null when there is none, or it did not come */
export async function fetchPhonePicture(token: string): Promise<Blob | null> {
	try {
		const response = await fetch('/api/evidence/picture', {
			cache: 'no-store',
			...withToken(token)
		});
		// 204 is ok as well
		return response.status === 200 ? await response.blob() : null;
	} catch {
		return null;
	}
}

const withToken = (token: string): RequestInit => ({
	headers: { authorization: `Bearer ${token}` },
	signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), networkCut.signal()])
});
