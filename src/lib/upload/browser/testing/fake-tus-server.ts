// An upload server as docs/spec/recording.md has it, in memory, behind the HttpStack of tus-js-client, on a network
// that a test may cut anywhere.
import { createHash } from 'node:crypto';
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { ERRORS, type ErrorCode } from '../../../shared/errors.ts';
import { decodeMetadata, finishUrl, partUrl, UPLOAD_PATH } from '../../protocol.ts';
import { Unreachable } from '../fetch-http-stack.ts';

/**
 * lost-request: it never arrives; lost-response: it is done, nobody hears of it; cut: half of its body arrives;
 * an error code: the server's answer.
 */
export type Fault = 'none' | 'lost-request' | 'lost-response' | 'cut' | ErrorCode;

export interface Seen {
	readonly method: string;
	readonly url: string;
	readonly offset: number | null;
	readonly bytes: number;
	readonly length: number | null;
}

export interface FakeTusServer extends HttpStack {
	readonly parts: ReadonlyMap<string, Uint8Array>;
	readonly verified: ReadonlySet<string>;
	readonly seen: readonly Seen[];
	/** What happens to the next requests, in their order; 'none' when it is used up. */
	readonly faults: Fault[];
	offline: boolean;
	token: string;
	/** What a broken disk does to a part. */
	corrupt(part: string): void;
	/** What a server without its data does. */
	forget(part: string): void;
	/** Resolves with false only when a PATCH claimed a start from 0 although there were bytes. */
	readonly restarts: number;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function createFakeTusServer(): FakeTusServer {
	const parts = new Map<string, Uint8Array>();
	const lengths = new Map<string, number>();
	const verified = new Set<string>();
	const seen: Seen[] = [];
	const faults: Fault[] = [];
	let restarts = 0;

	function create(headers: Headers): Answer {
		const header = decodeMetadata(headers.get('upload-metadata') ?? '');
		if (!header || headers.get('upload-defer-length') !== '1') return refusal('input.invalid');
		if (!parts.has(header.id)) parts.set(header.id, new Uint8Array());
		return { status: 201, headers: { location: partUrl(header.id) } };
	}

	function head(part: string): Answer {
		const bytes = parts.get(part);
		if (!bytes) return { status: 404 };
		const length = lengths.get(part);
		return {
			status: 200,
			headers: {
				'upload-offset': String(bytes.byteLength),
				...(length === undefined ? {} : { 'upload-length': String(length) })
			}
		};
	}

	function patch(part: string, headers: Headers, body: Uint8Array): Answer {
		const before = parts.get(part);
		if (!before) return refusal('part.not-found');
		const offset = Number(headers.get('upload-offset'));
		if (offset === 0 && before.byteLength > 0) restarts += 1;
		if (offset !== before.byteLength) return refusal('part.wrong-offset');
		const length = headers.get('upload-length');
		if (length !== null) lengths.set(part, Number(length));
		const after = new Uint8Array(before.byteLength + body.byteLength);
		after.set(before);
		after.set(body, before.byteLength);
		parts.set(part, after);
		return { status: 204, headers: { 'upload-offset': String(after.byteLength) } };
	}

	function finish(part: string, body: Uint8Array): Answer {
		const kept = parts.get(part);
		if (!kept) return refusal('part.not-found');
		const asked = JSON.parse(new TextDecoder().decode(body)) as { bytes: number; sha256: string };
		if (kept.byteLength < asked.bytes) return refusal('part.incomplete');
		if (kept.byteLength !== asked.bytes || sha256(kept) !== asked.sha256) {
			parts.delete(part);
			lengths.delete(part);
			return refusal('part.digest-mismatch');
		}
		verified.add(part);
		const head = { seq: verified.size, hash: 'h'.repeat(64) };
		return { status: 200, body: { v: 1, verified: true, head } };
	}

	function answer(method: string, path: string, headers: Headers, body: Uint8Array): Answer {
		if (headers.get('authorization') !== `Bearer ${server.token}`) return refusal('token.invalid');
		if (method === 'POST' && path === UPLOAD_PATH) return create(headers);
		const part = path.split('/')[3] ?? '';
		if (path === finishUrl(part)) return finish(part, body);
		return method === 'HEAD' ? head(part) : patch(part, headers, body);
	}

	async function receive(
		method: string,
		url: string,
		headers: Headers,
		sent: Blob | string | null
	): Promise<HttpResponse> {
		const body = new Uint8Array(await new Blob(sent === null ? [] : [sent]).arrayBuffer());
		if (server.offline) throw new Unreachable(url);
		seen.push({
			method,
			url: new URL(url).pathname,
			offset: numberOf(headers.get('upload-offset')),
			bytes: body.byteLength,
			length: numberOf(headers.get('upload-length'))
		});
		const fault = faults.shift() ?? 'none';
		if (fault === 'lost-request') throw new Unreachable(url);
		if (fault in ERRORS) return responseOf(refusal(fault as ErrorCode));
		const arrived = fault === 'cut' ? body.subarray(0, body.byteLength >> 1) : body;
		if (fault === 'cut' && headers.has('upload-length')) headers.delete('upload-length');
		if (fault === 'cut' && method === 'POST') throw new Unreachable(url);
		const done = answer(method, new URL(url).pathname, headers, arrived);
		if (fault !== 'none') throw new Unreachable(url);
		return responseOf(done);
	}

	const server: FakeTusServer = {
		parts,
		verified,
		seen,
		faults,
		offline: false,
		token: 'secret',
		corrupt(part) {
			const bytes = parts.get(part);
			if (bytes?.[0] !== undefined) bytes[0] ^= 1;
		},
		forget(part) {
			parts.delete(part);
			lengths.delete(part);
		},
		get restarts() {
			return restarts;
		},
		getName: () => 'fake',
		createRequest: (method, url) => requestOf(method, url, receive)
	};
	return server;
}

interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
}

const refusal = (code: ErrorCode): Answer => ({ status: ERRORS[code].status, body: { code } });
const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

const responseOf = ({ status, headers = {}, body }: Answer): HttpResponse => ({
	getStatus: () => status,
	getHeader: (name) => headers[name.toLowerCase()],
	getBody: () => (body === undefined ? '' : JSON.stringify(body)),
	getUnderlyingObject: () => null
});

type Receive = (
	method: string,
	url: string,
	headers: Headers,
	body: Blob | string | null
) => Promise<HttpResponse>;

function requestOf(method: string, url: string, receive: Receive): HttpRequest {
	const headers = new Headers();
	let aborted = false;
	return {
		getMethod: () => method,
		getURL: () => url,
		setHeader: (name, value) => {
			headers.set(name, value);
		},
		getHeader: (name) => headers.get(name) ?? undefined,
		setProgressHandler: () => {},
		async send(body: Blob | string | null = null) {
			if (aborted) throw new Unreachable('aborted');
			return receive(method, url, headers, body);
		},
		abort() {
			aborted = true;
			return Promise.resolve();
		},
		getUnderlyingObject: () => null
	};
}
