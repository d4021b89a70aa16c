// What every request through Kit passes: Origin, person, language, headers, faults. Upgrades and uploads do not come here.
import { randomUUID } from 'node:crypto';
import { json, type RequestEvent } from '@sveltejs/kit';
import { version } from '$app/env';
import { sequence, type Handle, type HandleServerError } from '@sveltejs/kit/hooks';
import { AccessDenied, LoginRequired } from '#lib/accounts/access.ts';
import { isFromElsewhere } from '#lib/accounts/origin-policy.ts';
import { SESSION_COOKIE } from '#lib/accounts/session-cookie.ts';
import { getApp } from '#lib/server/app.ts';
import { secureHeaders } from '#lib/server/security-headers.ts';
import { ERRORS, type ErrorCode } from '#lib/shared/errors.ts';
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE } from '#lib/shared/i18n.ts';
import { VERSION_HEADER } from '#lib/shared/version-header.ts';

/** Says whether the database answers, so it must not need it. */
const HEALTH_PATH = '/api/health';

const headers: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	secureHeaders(response.headers, event.url);
	response.headers.set(VERSION_HEADER, version);
	return response;
};

const origin: Handle = ({ event, resolve }) =>
	isFromElsewhere(event.request, event.url.origin) ? refusal('access.bad-origin') : resolve(event);

const language: Handle = ({ event, resolve }) => {
	const wished = event.cookies.get(LOCALE_COOKIE);
	event.locals.locale = isLocale(wished) ? wished : DEFAULT_LOCALE;
	return resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%lang%', event.locals.locale)
	});
};

const person: Handle = async ({ event, resolve }) => {
	event.locals.person = null;
	const secret = event.url.pathname === HEALTH_PATH ? undefined : event.cookies.get(SESSION_COOKIE);
	if (secret) event.locals.person = await getApp().accounts.sessions.personOf(secret);
	return resolve(event);
};

export const handle = sequence(headers, origin, language, person);

/** Refusals keep their code; anything unforeseen is logged under an id that the person can read out. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (error instanceof LoginRequired || error instanceof AccessDenied)
		return { status: ERRORS[error.code].status, message: error.code, code: error.code };
	if (kind !== 'unknown') return;
	const id = randomUUID();
	logFault(event, id, error);
	const code = 'server.fault' satisfies ErrorCode;
	return { message: code, code, id };
};

function logFault(event: RequestEvent, id: string, error: unknown): void {
	const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
	getApp().log.error({ id, method: event.request.method, route: event.route.id, fault }, 'fault');
}

function refusal(code: ErrorCode): Response {
	return json({ code }, { status: ERRORS[code].status });
}
