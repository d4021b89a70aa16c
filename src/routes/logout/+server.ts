import { redirect } from '@sveltejs/kit';
import { LOGIN_PAGE } from '#lib/accounts/landing.ts';
import { endSession } from '#lib/accounts/server/kit-session.ts';
import { SESSION_COOKIE } from '#lib/accounts/session-cookie.ts';
import { getApp } from '#lib/server/app.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { cookies, locals, getClientAddress } = event;
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
	endSession(event);
	redirect(303, LOGIN_PAGE);
};
