// The account form's action, the same on each page that has the form. A plain form: works without JavaScript.
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { getApp } from '../../server/app.ts';
import { ERRORS } from '../../shared/errors.ts';
import { landingPage } from '../landing.ts';
import { LoginFormSchema } from '../login-form.ts';
import type { LoginRefusal, RefusedLogin } from '../login-refusal.ts';
import { beginSession } from './kit-session.ts';

export async function logIn(event: RequestEvent): Promise<ActionFailure<RefusedLogin>> {
	const { request, url, getClientAddress } = event;
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
	await beginSession(event, outcome.value);
	redirect(303, landingPage(outcome.value.person, next, url.origin));
}

async function refused(
	{ code, minutes, opensAt }: LoginRefusal,
	account: string
): Promise<ActionFailure<RefusedLogin>> {
	const byTime = code === 'login.not-open' || code === 'login.closed';
	const phone = byTime ? await getApp().arrivals.supportPhoneOf(account) : null;
	return fail(ERRORS[code].status, { way: 'account', code, account, minutes, opensAt, phone });
}
