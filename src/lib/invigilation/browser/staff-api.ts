// What a page of staff asks the server over HTTP. An answer is definite or it is not: only who has the server's own word
// may act anew; whoever has none repeats the same.
import * as v from 'valibot';
import { isCode } from '../../live/browser/ask.ts';
import { WIRE_VERSION } from '../../live/wire.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { isUnanswered, type ErrorCode } from '../../shared/errors.ts';
import type { Act, ActRequest } from '../act-form.ts';
import type { ActsView } from '../acts-view.ts';
import type { SignOffRequest, SignOffView, WithdrawRequest } from '../sign-off.ts';

const TIMEOUT_MS = 10_000;
const LOGIN_NEEDED = 401;

export type StaffAnswer<T> =
	| { readonly kind: 'done'; readonly value: T }
	| { readonly kind: 'refused'; readonly code: ErrorCode }
	/** The session is over; nothing was done by this. */
	| { readonly kind: 'login' }
	/** No network, a timeout, a fault: it may have been done. */
	| { readonly kind: 'unknown' };

// the server's own views, from the same origin and version
const object = <T extends object>() =>
	v.custom<T>((value) => typeof value === 'object' && value !== null);
const ActsAnswer = v.object({ acts: object<ActsView>() });
const SignOffAnswer = v.object({ signOff: object<SignOffView>() });

async function ask<S extends v.GenericSchema>(
	path: string,
	schema: S,
	said?: { readonly method: 'POST' | 'DELETE'; readonly body: object }
): Promise<StaffAnswer<v.InferOutput<S>>> {
	try {
		const response = await fetch(path, {
			method: said?.method ?? 'GET',
			headers: { accept: 'application/json', 'content-type': 'application/json' },
			...(said ? { body: JSON.stringify({ v: WIRE_VERSION, ...said.body }) } : {}),
			cache: 'no-store',
			signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), networkCut.signal()])
		});
		const answer: unknown = await response.json();
		if (response.ok) return { kind: 'done', value: v.parse(schema, answer) };
		if (response.status === LOGIN_NEEDED) return { kind: 'login' };
		const { code } = answer as { code?: unknown };
		return isCode(code) && !isUnanswered(code) ? { kind: 'refused', code } : { kind: 'unknown' };
	} catch {
		return { kind: 'unknown' };
	}
}

const valueOf = <T, U>(answer: StaffAnswer<T>, of: (value: T) => U): StaffAnswer<U> =>
	answer.kind === 'done' ? { kind: 'done', value: of(answer.value) } : answer;

const acts = (attempt: string): string => `/api/attempts/${attempt}/acts`;
const signOff = (room: string): string => `/api/rooms/${room}/sign-off`;

/** @returns the acts as they stand afterwards */
export async function performAct(
	attempt: string,
	body: ActRequest
): Promise<StaffAnswer<ActsView>> {
	const answer = await ask(acts(attempt), ActsAnswer, { method: 'POST', body });
	return valueOf(answer, ({ acts: view }) => view);
}

/** C9: also of somebody who has no attempt yet. */
export const allowEntry = (candidate: string, { id, reason }: Act): Promise<StaffAnswer<unknown>> =>
	ask(`/api/candidates/${candidate}/acts`, v.unknown(), {
		...{ method: 'POST', body: { id, reason, act: 'allow-entry' } }
	});

export async function readSignOff(room: string): Promise<StaffAnswer<SignOffView>> {
	return valueOf(await ask(signOff(room), SignOffAnswer), ({ signOff: view }) => view);
}

export async function signRoom(
	room: string,
	body: SignOffRequest
): Promise<StaffAnswer<SignOffView>> {
	const answer = await ask(signOff(room), SignOffAnswer, { method: 'POST', body });
	return valueOf(answer, ({ signOff: view }) => view);
}

export async function withdrawSignature(
	room: string,
	body: WithdrawRequest
): Promise<StaffAnswer<SignOffView>> {
	const answer = await ask(signOff(room), SignOffAnswer, { method: 'DELETE', body });
	return valueOf(answer, ({ signOff: view }) => view);
}
