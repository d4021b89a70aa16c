// Requests as they are, for what a well-behaved client never sends: wrong headers, bodies that break off.
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawReply {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export interface RawRequest {
	readonly method: string;
	/** Absolute, or relative to the origin. */
	readonly url: string;
	readonly headers?: Record<string, string | number>;
	readonly body?: Buffer | string;
}

export const PATCH_HEADERS = {
	'Tus-Resumable': '1.0.0',
	'Content-Type': 'application/offset+octet-stream'
};

export function raw(
	origin: string,
	{ method, url, headers = {}, body }: RawRequest
): Promise<RawReply> {
	return new Promise((resolve, reject) => {
		const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
		const req = request(new URL(url, origin), { method, headers: { ...length, ...headers } });
		req.on('error', reject).on('response', (res) => {
			const chunks: Buffer[] = [];
			res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
			res.on('end', () =>
				resolve({
					status: res.statusCode ?? 0,
					headers: res.headers,
					body: Buffer.concat(chunks).toString()
				})
			);
		});
		req.end(body);
	});
}

export interface HalfSent {
	/** Gives up: the connection is gone. */
	drop(): void;
	/** What the server answered after all, or null when the connection ended without an answer. */
	readonly answered: Promise<number | null>;
}

/** Promises `promised` bytes, sends `body`, and leaves it there. Resolves once it is in the kernel's hands. */
export function sendHalf(
	origin: string,
	{ method, url, headers = {}, body }: RawRequest & { readonly body: Buffer },
	promised: number
): Promise<HalfSent> {
	return new Promise((resolve) => {
		const req = request(new URL(url, origin), {
			method,
			headers: { ...headers, 'Content-Length': promised }
		});
		const answered = new Promise<number | null>((done) => {
			req.on('response', (res) => done(res.resume().statusCode ?? 0)).on('error', () => done(null));
			req.on('close', () => done(null));
		});
		req.write(body, () => resolve({ drop: () => req.destroy(), answered }));
	});
}
