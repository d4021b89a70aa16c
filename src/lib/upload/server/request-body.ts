import type { IncomingMessage } from 'node:http';

/** A small JSON body, or null when it is none. @param maxBytes more than this is none either */
export async function readJson(req: IncomingMessage, maxBytes: number): Promise<unknown> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		// not destroyed on an early return: the answer still has to go out
		for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
			bytes += chunk.byteLength;
			if (bytes > maxBytes) return null;
			chunks.push(chunk);
		}
		return JSON.parse(Buffer.concat(chunks).toString('utf8'));
	} catch {
		return null;
	}
}
