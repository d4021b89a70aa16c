// The candidate's pages, and the filming phone's, without a network (C3, P5). One build's files and three shells are kept together, and one version
// runs an attempt from its entry to its end: another one is not even installed meanwhile (docs/spec/arriving.md).
// API answers, recordings, models and films are never kept here.
import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { clientsClaim, type WorkboxPlugin } from 'workbox-core';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { holdsVersionHere } from '../lib/attempt/browser/kept-glance.ts';
import { phoneHoldsVersion } from '../lib/evidence/browser/kept-phone-glance.ts';
import { VERSION_HEADER } from '../lib/shared/version-header.ts';

const INTERVIEW = '/interview';
/** The phone's; it asks for the worker once it films. */
const EVIDENCE = '/evidence';
const OFFLINE = '/offline';
/** Code and styles; what is large is fetched by whoever needs it. */
const APP_FILE = /\.(js|css)$/;
/** Of no use without its model and WebAssembly, and those are too large to be kept for nobody. */
const FACE_FILE = /\/face\.worker/;
const STATIC_FILE = /^\/?(icon[\w-]*\.(svg|png)|manifest\.webmanifest)$/;
const ENTRY_PAGES = [/^\/$/, /^\/e\/[^/]+$/, /^\/check$/];
/** A stalled network counts as none. */
const ENTRY_TIMEOUT_S = 8;
const FIRST_GATEWAY_FAULT = 502;
const LAST_GATEWAY_FAULT = 504;

const absolute = (path: string): string => new URL(path, self.location.origin).pathname;

/** While a deployment goes from process to process, a shell of the other build must not come in among these files. */
const sameBuild: WorkboxPlugin = {
	cacheWillUpdate: ({ response, request }) => {
		const page = [INTERVIEW, EVIDENCE, OFFLINE].includes(new URL(request.url).pathname);
		const own = !page || response.headers.get(VERSION_HEADER) === version;
		return Promise.resolve(response.ok && !response.redirected && own ? response : null);
	}
};

const kept = new PrecacheController({ plugins: [sameBuild] });
kept.addToCacheList([
	...immutable
		.filter(({ path }) => APP_FILE.test(path) && !FACE_FILE.test(path))
		.map(({ path }) => ({ url: absolute(path), revision: null })),
	...assets
		.filter(({ path }) => STATIC_FILE.test(path))
		.map(({ path }) => ({ url: absolute(path), revision: version })),
	...[INTERVIEW, EVIDENCE, OFFLINE].map((url) => ({ url, revision: version }))
]);

self.addEventListener('install', (event) => {
	event.waitUntil(install(event));
});

async function install(event: ExtendableEvent): Promise<void> {
	// the browser tries again at a later visit
	if (self.registration.active && (await isHeld()))
		throw new Error('an attempt is under way: this version waits');
	await kept.install(event);
}

self.addEventListener('activate', (event) => {
	event.waitUntil(kept.activate(event));
});
clientsClaim();

self.addEventListener('message', (event) => {
	if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING')
		event.waitUntil(takeOverWhenFree());
});

/** The entry page asks; an open interview of this browser, entered or not, says no. */
async function takeOverWhenFree(): Promise<void> {
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	if (
		windows.some(({ url }) =>
			[INTERVIEW, EVIDENCE].some((page) => new URL(url).pathname.startsWith(page))
		)
	)
		return;
	if (!(await isHeld())) await self.skipWaiting();
}

/** By an attempt of this browser, as the candidate's computer or as its phone. */
async function isHeld(): Promise<boolean> {
	const now = Date.now();
	return (await holdsVersionHere(now)) || (await phoneHoldsVersion(now));
}

registerRoute(new PrecacheRoute(kept, { cleanURLs: false, directoryIndex: '' }));
for (const page of [INTERVIEW, EVIDENCE])
	registerRoute(
		new NavigationRoute(kept.createHandlerBoundToURL(page), {
			allowlist: [new RegExp(`^${page}/?$`)]
		})
	);
registerRoute(
	new NavigationRoute(
		new NetworkOnly({
			networkTimeoutSeconds: ENTRY_TIMEOUT_S,
			plugins: [
				{
					// a proxy whose server is away answers in its own words
					fetchDidSucceed: ({ response }) =>
						response.status >= FIRST_GATEWAY_FAULT && response.status <= LAST_GATEWAY_FAULT
							? Promise.reject(new Error('the server is away'))
							: Promise.resolve(response)
				},
				{ handlerDidError: () => kept.matchPrecache(OFFLINE) }
			]
		}),
		{ allowlist: ENTRY_PAGES }
	)
);
