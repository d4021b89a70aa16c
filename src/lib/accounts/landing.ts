// Where a person belongs after logging in, and how they come back to what they had asked for.
import { mayAnywhere, type Person } from './permissions.ts';

export const LOGIN_PAGE = '/';
export const CANDIDATE_HOME = '/interview';
export const STAFF_HOME = '/proctor';

export const DESK_HOME = '/desk';

export function homeOf(person: Person): string {
	if (person.candidate !== null) return CANDIDATE_HOME;
	return isTechnician(person) ? DESK_HOME : STAFF_HOME;
}

/** Helps with devices, and neither watches nor conducts anywhere. */
const isTechnician = (person: Person): boolean =>
	mayAnywhere(person, 'desk.use') &&
	!mayAnywhere(person, 'live.view') &&
	!mayAnywhere(person, 'attempt.act');

export const loginPageFor = (url: URL): string =>
	`${LOGIN_PAGE}?next=${encodeURIComponent(url.pathname + url.search)}`;

/** The page asked for before the login, when it is one of ours; else the person's own home. */
export function landingPage(person: Person, next: string | null, ownOrigin: string): string {
	return (next === null ? null : ownPath(next, ownOrigin)) ?? homeOf(person);
}

/** A path of this origin, or null: nobody is sent elsewhere by a crafted link (`//host`, `/\host`, a full address). */
function ownPath(next: string, ownOrigin: string): string | null {
	if (!/^\/[^/\\]/.test(next)) return null;
	const url = URL.parse(next, ownOrigin);
	return url?.origin === ownOrigin ? url.pathname + url.search : null;
}
