// The two cookies of somebody who is logged in, in Kit: the session's secret, and whose attempt this browser serves (a
// mark that scripts may read). They begin and end together.
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { ATTEMPT_MARK, markOf } from '../../attempt/attempt-mark.ts';
import { getApp } from '../../server/app.ts';
import { SESSION_COOKIE, sessionCookieOptions } from '../session-cookie.ts';
import type { LoggedIn } from './admission.ts';

type Asked = Pick<RequestEvent, 'cookies' | 'url'>;

export async function beginSession({ cookies, url }: Asked, loggedIn: LoggedIn): Promise<void> {
	const { secret, expiresAt, person } = loggedIn;
	const options = { ...sessionCookieOptions(url), expires: new Date(expiresAt) };
	cookies.set(SESSION_COOKIE, secret, options);
	if (person.candidate === null) return forgetMark(cookies, url);
	const attempt = await getApp().attempts.attemptIdOf(person.candidate);
	cookies.set(ATTEMPT_MARK, markOf(attempt), { ...options, httpOnly: false });
}

export function endSession({ cookies, url }: Asked): void {
	cookies.delete(SESSION_COOKIE, sessionCookieOptions(url));
	forgetMark(cookies, url);
}

const forgetMark = (cookies: Cookies, url: URL): void =>
	cookies.delete(ATTEMPT_MARK, { ...sessionCookieOptions(url), httpOnly: false });
