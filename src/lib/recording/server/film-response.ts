// A film as an HTTP answer: ranges (RFC 9110 §14), straight from disk. A look that ends closes the file.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import parseRange from 'range-parser';
import type { Film } from './film.service.ts';

/** Recordings stay out of every cache, shared or not. */
const PRIVATE = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };

export function filmResponse(request: Request, film: Film): Response {
	const headers = new Headers({
		...PRIVATE,
		'accept-ranges': 'bytes',
		'content-type': film.contentType,
		etag: film.etag
	});
	const range = rangeOf(request, film);
	if (range === 'unsatisfiable') {
		headers.set('content-range', `bytes */${film.bytes}`);
		headers.delete('content-type');
		return new Response(null, { status: 416, headers });
	}
	const { start, end } = range ?? { start: 0, end: film.bytes - 1 };
	headers.set('content-length', String(end - start + 1));
	if (range) headers.set('content-range', `bytes ${start}-${end}/${film.bytes}`);
	const body = request.method === 'HEAD' ? null : stream(film.path, start, end, request.signal);
	return new Response(body, { status: range ? 206 : 200, headers });
}

/** @returns null for the whole film: no range, several at once, one that is not understood, or of an older film */
function rangeOf(
	request: Request,
	film: Film
): { start: number; end: number } | 'unsatisfiable' | null {
	const wanted = request.headers.get('range');
	const condition = request.headers.get('if-range');
	if (!wanted || (condition !== null && condition !== film.etag)) return null;
	const ranges = parseRange(film.bytes, wanted);
	if (ranges === -1) return 'unsatisfiable';
	if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
	return ranges[0] ?? null;
}

function stream(path: string, start: number, end: number, signal: AbortSignal): ReadableStream {
	const file = createReadStream(path, { start, end });
	const stop = (): void => void file.destroy();
	signal.addEventListener('abort', stop, { once: true });
	file.once('close', () => signal.removeEventListener('abort', stop));
	return Readable.toWeb(file) as ReadableStream;
}
