// The session's cookie: its name and who may read it. The secret in it is the only key; the database has its digest.

export const SESSION_COOKIE = 'session';

export interface SessionCookieOptions {
	readonly path: '/';
	readonly httpOnly: true;
	readonly sameSite: 'lax';
	readonly secure: boolean;
}

/** Plain http is only right on the computer itself (the demo); anywhere else the cookie must not travel on it. */
export function sessionCookieOptions(url: URL): SessionCookieOptions {
	const plainAtHome = url.protocol === 'http:' && isLoopback(url.hostname);
	return { path: '/', httpOnly: true, sameSite: 'lax', secure: !plainAtHome };
}

function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127(\.\d{1,3}){3}$/.test(hostname)
	);
}

/** For requests that do not come through Kit (WebSocket upgrades). */
export function sessionSecretIn(cookieHeader: string | undefined): string | null {
	for (const pair of (cookieHeader ?? '').split(';')) {
		const [name, value] = pair.trim().split('=', 2);
		if (name === SESSION_COOKIE && value) return value;
	}
	return null;
}
