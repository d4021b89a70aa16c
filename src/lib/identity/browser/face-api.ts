// The login's side of HTTP; who it is stands in a cookie of the login's own. Not `live/browser/ask.ts`, which sends no
// pictures and does not hear how long a busy server asks to be left alone: the phone's page carries it, and is full.
import * as v from 'valibot';
import { WIRE_VERSION } from '../../live/wire.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { codeOf } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { FaceAnswer, FaceApi } from '../login-ports.ts';
import {
	FaceCheckBegunSchema,
	FaceFrameKeptSchema,
	FaceLoginSchema,
	FaceSessionSchema,
	FaceVerdictSchema
} from '../wire.ts';

const TIMEOUT_MS = 10_000;
/** 150 kB on a slow line. */
const FRAME_TIMEOUT_MS = 20_000;
/** Five pictures are looked at, behind those of others. */
const JUDGE_TIMEOUT_MS = 30_000;

async function ask<S extends v.GenericSchema>(
	path: string,
	schema: S,
	request: RequestInit = {},
	timeoutMs = TIMEOUT_MS
): FaceAnswer<v.InferOutput<S>> {
	try {
		const response = await fetch(`/api/face${path}`, {
			...request,
			cache: 'no-store',
			signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), networkCut.signal()])
		});
		const answer: unknown = await response.json();
		if (response.ok) return ok(v.parse(schema, answer));
		const { code } = answer as { code?: unknown };
		const seconds = Number(response.headers.get('retry-after'));
		return err({
			code: codeOf(code, response.status),
			retryAfterMs: seconds > 0 ? seconds * 1000 : 0
		});
	} catch {
		// no network, a stalled one, or something between us and the server that answers in its own words
		return err({ code: 'server.unreachable', retryAfterMs: 0 });
	}
}

const post = (body: object = {}): RequestInit => ({
	method: 'POST',
	headers: { accept: 'application/json', 'content-type': 'application/json' },
	body: JSON.stringify({ v: WIRE_VERSION, ...body })
});

const put = (picture: Blob): RequestInit => ({
	method: 'PUT',
	headers: { accept: 'application/json', 'content-type': 'image/jpeg' },
	body: picture
});

export const faceApi: FaceApi = {
	where: () => ask('', FaceLoginSchema, { headers: { accept: 'application/json' } }),
	beginCheck: () => ask('/check', FaceCheckBegunSchema, post()),
	sendFrame: (check, frame, picture) =>
		ask(`/check/${check}/${String(frame)}`, FaceFrameKeptSchema, put(picture), FRAME_TIMEOUT_MS),
	judge: (check, gaveUp) =>
		ask(`/check/${check}`, FaceVerdictSchema, post({ gaveUp }), JUDGE_TIMEOUT_MS),
	openSession: () => ask('/session', FaceSessionSchema, post())
};
