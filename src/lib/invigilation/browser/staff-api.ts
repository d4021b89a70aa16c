// What a page of staff asks the server over HTTP. An answer is definite or it is not (`isRefused`): only who has the
// server's own word may act anew; whoever has none repeats the same.
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import { WIRE_VERSION } from '../../live/wire.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Act, ActRequest } from '../act-form.ts';
import type { SignOffRequest, SignOffView, WithdrawRequest } from '../sign-off.ts';

export type StaffAnswer<T> = Result<T, ErrorCode>;

// the server's own views, from the same origin and version
const object = <T extends object>() =>
	v.custom<T>((value) => typeof value === 'object' && value !== null);
/** Nothing beside the word itself; the word of something in between is none. */
const Done = v.object({ v: v.literal(WIRE_VERSION) });
const SignOffAnswer = v.object({ signOff: object<SignOffView>() });

const valueOf = <T, U>(answer: StaffAnswer<T>, of: (value: T) => U): StaffAnswer<U> =>
	answer.ok ? ok(of(answer.value)) : answer;

const signOff = (room: string): string => `/api/rooms/${room}/sign-off`;

/** What stands afterwards the page reads for itself: a second reading that failed would make what is done 'not known'. */
export const performAct = (attempt: string, body: ActRequest): Promise<StaffAnswer<unknown>> =>
	ask(`/api/attempts/${attempt}/acts`, Done, { body });

/** C9: also of somebody who has no attempt yet. */
export const allowEntry = (candidate: string, { id, reason }: Act): Promise<StaffAnswer<unknown>> =>
	ask(`/api/candidates/${candidate}/acts`, Done, {
		body: { id, reason, act: 'allow-entry' }
	});

export async function readSignOff(room: string): Promise<StaffAnswer<SignOffView>> {
	return valueOf(await ask(signOff(room), SignOffAnswer), ({ signOff: view }) => view);
}

export async function signRoom(
	room: string,
	body: SignOffRequest
): Promise<StaffAnswer<SignOffView>> {
	const answer = await ask(signOff(room), SignOffAnswer, { body });
	return valueOf(answer, ({ signOff: view }) => view);
}

export async function withdrawSignature(
	room: string,
	body: WithdrawRequest
): Promise<StaffAnswer<SignOffView>> {
	const answer = await ask(signOff(room), SignOffAnswer, { method: 'DELETE', body });
	return valueOf(answer, ({ signOff: view }) => view);
}
