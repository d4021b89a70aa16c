import { redirect } from '@sveltejs/kit';
import { LOGIN_PAGE } from '#lib/accounts/landing.ts';
import { ATTEMPT_MARK } from '#lib/attempt/attempt-mark.ts';
import { SESSION_COOKIE, sessionCookieOptions } from '#lib/accounts/session-cookie.ts';
import { getApp } from '#lib/server/app.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ cookies, url, locals, getClientAddress }) => {
	const secret = cookies.get(SESSION_COOKIE);
	if (secret && locals.person) {
		const { sessions, audit } = getApp().accounts;
		const { account } = locals.person;
		await sessions.close(secret);
		await audit.append({
			account,
			action: 'session.closed',
			target: `account:${account}`,
			address: getClientAddress()
		});
	}
	cookies.delete(SESSION_COOKIE, sessionCookieOptions(url));
	cookies.delete(ATTEMPT_MARK, { ...sessionCookieOptions(url), httpOnly: false });
	redirect(303, LOGIN_PAGE);
};
