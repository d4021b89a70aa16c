import type { IncomingMessage } from 'node:http';

/**
 * For what Kit's hooks never see (upgrades, uploads): a browser's Origin must be this very address. A request without
 * Origin does not come from another site's page; it still needs its token.
 */
export function isSameOrigin(request: IncomingMessage, trustProxy: boolean): boolean {
	const origin = request.headers.origin;
	if (origin === undefined) return true;
	const forwarded = trustProxy ? request.headers['x-forwarded-host'] : undefined;
	const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host;
	return URL.canParse(origin) && new URL(origin).host === host;
}
