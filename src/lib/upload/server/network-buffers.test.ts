import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { raw } from '../testing/raw-tus.ts';
import { serve } from '../testing/upload-server.ts';
import { giveBack } from './network-buffers.ts';

const data = randomBytes(500_000);

async function chunksOf(body: Readable): Promise<Buffer[]> {
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	return chunks;
}

async function onServer<T>(work: (req: IncomingMessage) => Promise<T>): Promise<T> {
	const outcome = Promise.withResolvers<T>();
	const server = await serve((req, res) => {
		void work(req)
			.then(outcome.resolve, outcome.reject)
			.finally(() => res.end());
	});
	try {
		await raw(server.origin, { method: 'PATCH', url: '/', body: data });
		return await outcome.promise;
	} finally {
		await server.close();
	}
}

test('a request’s chunks are empty afterwards, and no other chunk with them', () =>
	onServer(async (req) => {
		const [first, ...others] = await chunksOf(req);
		if (!first || others.length === 0) throw new Error('several chunks are needed');
		const rest = Buffer.concat(others);
		giveBack(req, [first]);
		expect(first.byteLength).toBe(0);
		expect(Buffer.concat(others).equals(rest)).toBe(true);
		giveBack(req, others);
		expect(others.every((chunk) => chunk.byteLength === 0)).toBe(true);
	}));

test('a piece of a buffer is left alone', () =>
	onServer(async (req) => {
		const [first] = await chunksOf(req);
		const piece = first?.subarray(10) ?? Buffer.alloc(0);
		giveBack(req, [piece]);
		expect(piece.byteLength).toBeGreaterThan(0);
	}));

test('what does not come from a request is left alone', () => {
	const own = Buffer.from(new ArrayBuffer(1000));
	giveBack(Readable.from([own]), [own]);
	expect(own.byteLength).toBe(1000);
});
