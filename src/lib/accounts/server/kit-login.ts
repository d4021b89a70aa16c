// The login form's action, the same on each page that has the form. A plain form: works without JavaScript.
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { ATTEMPT_MARK, markOf } from '../../attempt/attempt-mark.ts';
import { getApp } from '../../server/app.ts';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { landingPage } from '../landing.ts';
import { LoginFormSchema } from '../login-form.ts';
import { SESSION_COOKIE, sessionCookieOptions } from '../session-cookie.ts';
import type { LoginRefusal } from './login.service.ts';

export interface RefusedForm {
	readonly code: ErrorCode;
	readonly account: string;
	readonly minutes?: number | undefined;
	readonly opensAt?: number | undefined;
	/** Whom to call, when it is the time that refuses. */
	readonly phone?: string | null;
}

export async function logIn(event: RequestEvent): Promise<ActionFailure<RefusedForm>> {
	const { request, url, cookies, getClientAddress } = event;
	const form = Object.fromEntries(await request.formData());
	const account = typeof form['account'] === 'string' ? form['account'] : '';
	const input = v.safeParse(LoginFormSchema, form);
	if (!input.success) return refused({ code: 'input.invalid' }, account);

	const { password, next = url.searchParams.get('next') } = input.output;
	const outcome = await getApp().accounts.login({
		account: input.output.account,
		password,
		address: getClientAddress()
	});
	if (!outcome.ok) return refused(outcome.error, account);
	const { secret, expiresAt, person } = outcome.value;
	const options = { ...sessionCookieOptions(url), expires: new Date(expiresAt) };
	cookies.set(SESSION_COOKIE, secret, options);
	const readable = { ...options, httpOnly: false };
	if (person.candidate === null) cookies.delete(ATTEMPT_MARK, readable);
	else {
		const attempt = await getApp().attempts.attemptIdOf(person.candidate);
		cookies.set(ATTEMPT_MARK, markOf(attempt), readable);
	}
	redirect(303, landingPage(person, next, url.origin));
}

async function refused(
	{ code, minutes, opensAt }: LoginRefusal,
	account: string
): Promise<ActionFailure<RefusedForm>> {
	const byTime = code === 'login.not-open' || code === 'login.closed';
	const phone = byTime ? await getApp().arrivals.supportPhoneOf(account) : null;
	return fail(ERRORS[code].status, { code, account, minutes, opensAt, phone });
}
