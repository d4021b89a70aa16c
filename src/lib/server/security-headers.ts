// Headers of every answer that comes through Kit. The CSP, frame-ancestors included, is Kit's (vite.config.ts).

const ALWAYS: Readonly<Record<string, string>> = {
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'same-origin',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': [
		'camera=(self)',
		'microphone=(self)',
		'display-capture=(self)',
		'fullscreen=(self)',
		'screen-wake-lock=(self)',
		'geolocation=()',
		'payment=()',
		'usb=()'
	].join(', ')
};

const HSTS_MAX_AGE_S = 365 * 24 * 60 * 60;

/** Adds to `headers` what is not set yet; pages are never kept by a cache on the way. */
export function secureHeaders(headers: Headers, url: URL): void {
	for (const [name, value] of Object.entries(ALWAYS)) setIfAbsent(headers, name, value);
	if (url.protocol === 'https:')
		setIfAbsent(headers, 'Strict-Transport-Security', `max-age=${HSTS_MAX_AGE_S}`);
	if (isPage(headers)) headers.set('Cache-Control', 'no-store');
}

/** A page, or its data as Kit fetches it. Files and streams say for themselves how long they keep. */
const isPage = (headers: Headers): boolean =>
	/^(text\/html|application\/json)\b/.test(headers.get('content-type') ?? '');

function setIfAbsent(headers: Headers, name: string, value: string): void {
	if (!headers.has(name)) headers.set(name, value);
}
