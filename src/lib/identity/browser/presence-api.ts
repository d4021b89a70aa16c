// A frame for the server to compare with who this should be (C30).
import * as v from 'valibot';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { codeOf, type ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { FaceLookedSchema, type FaceLooked } from '../wire.ts';

/** The server's queue may be long; a later answer would be of another moment. */
const TIMEOUT_MS = 20_000;

export async function sendFrame(
	token: string,
	jpeg: Uint8Array<ArrayBuffer>
): Promise<Result<FaceLooked, ErrorCode>> {
	try {
		const response = await fetch('/api/attempt/face', {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
			body: jpeg,
			cache: 'no-store',
			signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), networkCut.signal()])
		});
		const answer: unknown = await response.json();
		if (response.ok) return ok(v.parse(FaceLookedSchema, answer));
		const { code } = answer as { code?: unknown };
		return err(codeOf(code, response.status));
	} catch {
		return err('server.unreachable');
	}
}
