// Answers of the upload server as values, and the one place that writes them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { TUS_VERSION } from '../protocol.ts';

export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>>;
}

/** An unread rest of a body up to this size is read and thrown away, so that the client sees the answer. */
const DISCARDED_BYTES = 8 * 1024 * 1024;

export function refusal(
	code: ErrorCode,
	more: { readonly size?: number | undefined; readonly headers?: Answer['headers'] } = {}
): Answer {
	const { size, headers } = more;
	return {
		status: ERRORS[code].status,
		headers: size === undefined ? { ...headers } : { ...headers, 'Upload-Offset': String(size) },
		body: size === undefined ? { code } : { code, size }
	};
}

export function send(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
	if (res.destroyed || res.headersSent) return;
	const headers: Record<string, string | number> = {
		'Tus-Resumable': TUS_VERSION,
		'Cache-Control': 'no-store',
		'X-Content-Type-Options': 'nosniff',
		...answer.headers
	};
	if (!req.complete && !isSmall(req)) headers['Connection'] = 'close';
	if (answer.body === undefined) {
		if (answer.status !== 204) headers['Content-Length'] = 0;
		res.writeHead(answer.status, headers).end();
		return;
	}
	const text = Buffer.from(JSON.stringify(answer.body));
	headers['Content-Type'] = 'application/json';
	headers['Content-Length'] = text.byteLength;
	res.writeHead(answer.status, headers).end(text);
}

const isSmall = (req: IncomingMessage): boolean =>
	Number(req.headers['content-length'] ?? (req.headers['transfer-encoding'] ? Infinity : 0)) <=
	DISCARDED_BYTES;
