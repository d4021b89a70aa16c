// The cookie of a login by face that has no session yet: a secret, and where the person wanted to go.
import type { SessionCookieOptions } from '../accounts/session-cookie.ts';
import { sessionCookieOptions } from '../accounts/session-cookie.ts';

export const FACE_COOKIE = 'face_login';

export interface FaceTicket {
	readonly secret: string;
	/** As it came in, not yet looked at. */
	readonly next: string | null;
}

const FORM = /^([\w-]{43})(?:\.(.+))?$/;

export const writeFaceCookie = ({ secret, next }: FaceTicket): string =>
	next === null ? secret : `${secret}.${next}`;

export function readFaceCookie(value: string | undefined): FaceTicket | null {
	const [, secret, next] = FORM.exec(value ?? '') ?? [];
	return secret === undefined ? null : { secret, next: next ?? null };
}

/** Never sent along from another site, not even by a link. */
export const faceCookieOptions = (
	url: URL
): Omit<SessionCookieOptions, 'sameSite'> & { readonly sameSite: 'strict' } => ({
	...sessionCookieOptions(url),
	sameSite: 'strict'
});
