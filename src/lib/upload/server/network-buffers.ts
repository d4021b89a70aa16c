import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/**
 * Gives the memory of chunks that are written back at once. Left to the collector, 64 KB outside the heap at a time,
 * they bring about a full collection every few megabytes: a third of a PATCH's CPU (docs/decisions/tus-handler.md).
 * Only for bodies of requests, whose chunks the HTTP parser copied for this one reader (on_body in
 * node/src/node_http_parser.cc), and never for a piece of a buffer that others may see.
 */
export function giveBack(body: Readable, chunks: readonly Buffer[]): void {
	if (!(body instanceof IncomingMessage)) return;
	for (const { buffer, byteLength } of chunks)
		if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
