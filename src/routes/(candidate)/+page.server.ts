// Logging in with account and password (C7). A plain form: works without JavaScript.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { homeOf, landingPage } from '#lib/accounts/landing.ts';
import { LoginFormSchema } from '#lib/accounts/login-form.ts';
import { SESSION_COOKIE, sessionCookieOptions } from '#lib/accounts/session-cookie.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.person) redirect(303, homeOf(locals.person));
	return { next: url.searchParams.get('next') };
};

export const actions: Actions = {
	default: async ({ request, url, cookies, getClientAddress }) => {
		const form = Object.fromEntries(await request.formData());
		const account = typeof form['account'] === 'string' ? form['account'] : '';
		const input = v.safeParse(LoginFormSchema, form);
		if (!input.success)
			return fail(ERRORS['input.invalid'].status, { code: 'input.invalid' as const, account });

		const { password, next = url.searchParams.get('next') } = input.output;
		const outcome = await getApp().accounts.login({
			account: input.output.account,
			password,
			address: getClientAddress()
		});
		if (!outcome.ok) {
			const { code, minutes, opensAt } = outcome.error;
			return fail(ERRORS[code].status, { code, account, minutes, opensAt });
		}
		const { secret, expiresAt, person } = outcome.value;
		cookies.set(SESSION_COOKIE, secret, {
			...sessionCookieOptions(url),
			expires: new Date(expiresAt)
		});
		redirect(303, landingPage(person, next, url.origin));
	}
};
