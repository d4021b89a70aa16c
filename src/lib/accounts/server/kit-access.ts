// `requireAccess` for routes: the same gate, answered in Kit's way. A page leads to the login and back; the rest gets the code.
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import {
	AccessDenied,
	LoginRequired,
	requireAccess,
	requireAnywhere,
	requireCandidate,
	type CandidatePerson
} from '../access.ts';
import { loginPageFor } from '../landing.ts';
import type { Permission, Person, Place } from '../permissions.ts';

type Asked = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'isDataRequest'>;

/** @param place null: there is no such thing, which only who may see others of its kind learns (404 `unknown`) */
export function requireAccessTo(
	event: Asked,
	permission: Permission,
	place: Place | null,
	unknown: ErrorCode = 'attempt.not-found'
): Person {
	if (place) return answering(event, () => requireAccess(event.locals.person, permission, place));
	requireAnywhereTo(event, permission);
	return error(ERRORS[unknown].status, unknown, { code: unknown });
}

/** For a list that is filtered afterwards. */
export const requireAnywhereTo = (event: Asked, permission: Permission): Person =>
	answering(event, () => requireAnywhere(event.locals.person, permission));

export const requireOwnAttempt = (event: Asked): CandidatePerson =>
	answering(event, () => requireCandidate(event.locals.person));

function answering<T>(event: Asked, gate: () => T): T {
	try {
		return gate();
	} catch (cause) {
		if (cause instanceof LoginRequired && isForPage(event)) redirect(303, loginPageFor(event.url));
		if (cause instanceof LoginRequired || cause instanceof AccessDenied)
			error(ERRORS[cause.code].status, cause.code, { code: cause.code });
		throw cause;
	}
}

const isForPage = ({ request, isDataRequest }: Asked): boolean =>
	request.method === 'GET' &&
	(isDataRequest || (request.headers.get('accept') ?? '').includes('text/html'));
