// The one gate. Whatever touches somebody's data goes through `requireAccess`; it throws, so that forgetting to look at
// an answer cannot let anybody in. Knows nothing of Kit: server/kit-access.ts turns its errors into answers.
import { may, mayAnywhere, type Permission, type Person, type Place } from './permissions.ts';
import type { ErrorCode } from '../shared/errors.ts';

/** Nobody is logged in. */
export class LoginRequired extends Error {
	readonly code = 'access.login-required' satisfies ErrorCode;
}

/** Somebody is, but may not. */
export class AccessDenied extends Error {
	readonly code = 'access.denied' satisfies ErrorCode;
}

/**
 * @param place where the thing lies
 * @throws LoginRequired, AccessDenied
 */
export function requireAccess(person: Person | null, permission: Permission, place: Place): Person {
	if (!person) throw new LoginRequired();
	if (!may(person, permission, place)) throw new AccessDenied(permission);
	return person;
}

/**
 * Held at some place at least: for a list that is filtered afterwards, and for what does not exist, so that only who may
 * see such things learns it. It lets nobody at a thing.
 * @throws LoginRequired, AccessDenied
 */
export function requireAnywhere(person: Person | null, permission: Permission): Person {
	if (!person) throw new LoginRequired();
	if (!mayAnywhere(person, permission)) throw new AccessDenied(permission);
	return person;
}

export type CandidatePerson = Person & { readonly candidate: string };

/** A candidate touches their own attempt only: its id comes from this, never from the request. */
export function requireCandidate(person: Person | null): CandidatePerson {
	if (!person) throw new LoginRequired();
	if (person.candidate === null) throw new AccessDenied('candidate');
	return { ...person, candidate: person.candidate };
}
