// The login by face in Kit: its cookie, and the entry form's action, the same on each page that has the form.
import { fail, json, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { LoginRefusal, RefusedLogin } from '../../accounts/login-refusal.ts';
import { answer, fail as failWith } from '../../server/kit-json.ts';
import { getApp } from '../../server/app.ts';
import { ERRORS, type Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { FaceEntryFormSchema } from '../entry-form.ts';
import {
	FACE_COOKIE,
	faceCookieOptions,
	readFaceCookie,
	writeFaceCookie,
	type FaceTicket
} from '../face-cookie.ts';

export const FACE_PAGE = '/face';

type Asked = Pick<RequestEvent, 'cookies' | 'url'>;

/** Nobody's, when there is no cookie of the right form. */
export const ticketOf = ({ cookies }: Pick<Asked, 'cookies'>): FaceTicket | null =>
	readFaceCookie(cookies.get(FACE_COOKIE));

export const secretOf = (event: Pick<Asked, 'cookies'>): string | null =>
	ticketOf(event)?.secret ?? null;

export const forgetFaceLogin = ({ cookies, url }: Asked): void =>
	cookies.delete(FACE_COOKIE, faceCookieOptions(url));

/** A plain form: works without JavaScript, up to the page that needs a camera. */
export async function beginFaceLogin(event: RequestEvent): Promise<ActionFailure<RefusedLogin>> {
	const { request, url, params, cookies, getClientAddress } = event;
	const form = Object.fromEntries(await request.formData());
	const admission = typeof form['admission'] === 'string' ? form['admission'] : '';
	const input = v.safeParse(FaceEntryFormSchema, form);
	if (!input.success) return refused({ code: 'input.invalid' }, admission);
	const { next = url.searchParams.get('next'), ...typed } = input.output;
	const exam = params['exam'] ?? null;
	const begun = await getApp().identity.begin({ ...typed, exam, address: getClientAddress() });
	if (!begun.ok) return refused(begun.error, admission);
	cookies.set(
		FACE_COOKIE,
		writeFaceCookie({ secret: begun.value.secret, next }),
		// of the browser's session: how long it is good for is the server's to say, and may become longer
		faceCookieOptions(url)
	);
	redirect(303, FACE_PAGE);
}

const refused = (
	{ code, minutes, opensAt, phone }: LoginRefusal,
	admission: string
): ActionFailure<RefusedLogin> =>
	fail(ERRORS[code].status, { way: 'face', code, admission, minutes, opensAt, phone });

/** The engine's queue is short, and so is the wait. */
const RETRY_AFTER_S = 3;

/** Of a route of the login by face. */
export function answerOr<T>(result: Result<T, Refusal>, body: (value: T) => object): Response {
	if (result.ok) return answer(body(result.value));
	const { code } = result.error;
	if (code !== 'server.busy') return failWith(code);
	const headers = { 'cache-control': 'no-store', 'retry-after': String(RETRY_AFTER_S) };
	return json({ code }, { status: ERRORS[code].status, headers });
}
