// tus-js-client over fetch: it must run in a service worker, and no request may hang for ever (findings §3, trap 6).
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { Timers } from '../../shared/timers.ts';

/** No answer came: no network, a server that is away, or one that took too long. */
export class Unreachable extends Error {
	override readonly name = 'Unreachable';
}

const ANSWER_LIMIT_MS = 20_000;
/** Slower than this a connection counts as stalled; what had arrived stays on the server. Bytes per second. */
const SLOWEST_BYTES_PER_S = 16_000;

const limitFor = (body: Blob | string | null): number => {
	const bytes = body instanceof Blob ? body.size : (body?.length ?? 0);
	return ANSWER_LIMIT_MS + (bytes / SLOWEST_BYTES_PER_S) * 1000;
};

export function createFetchHttpStack(timers: Timers): HttpStack {
	return {
		getName: () => 'fetch',
		createRequest: (method, url) => createRequest(timers, method, url)
	};
}

function createRequest(timers: Timers, method: string, url: string): HttpRequest {
	const headers = new Headers();
	const abort = new AbortController();
	return {
		getMethod: () => method,
		getURL: () => url,
		setHeader: (name, value) => {
			headers.set(name, value);
		},
		getHeader: (name) => headers.get(name) ?? undefined,
		// fetch tells nothing while it sends; acknowledged bytes are what counts
		setProgressHandler: () => {},
		async send(body: Blob | string | null = null) {
			const callOff = timers.after(limitFor(body), () => {
				abort.abort();
			});
			try {
				const signal = AbortSignal.any([abort.signal, networkCut.signal()]);
				const init = { method, headers, body, signal, cache: 'no-store' } as const;
				const response = await fetch(url, init);
				return answer(response, await response.text());
			} catch (problem) {
				throw new Unreachable(`${method} ${url}`, { cause: problem });
			} finally {
				callOff();
			}
		},
		abort() {
			abort.abort();
			return Promise.resolve();
		},
		getUnderlyingObject: () => null
	};
}

const answer = (response: Response, text: string): HttpResponse => ({
	getStatus: () => response.status,
	getHeader: (name) => response.headers.get(name) ?? undefined,
	getBody: () => text,
	getUnderlyingObject: () => response
});
