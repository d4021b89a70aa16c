import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HEADER_KEY, UPLOAD_PATH } from '../protocol.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
import { tusSession } from './tus-session.ts';
import { TUS_CASES } from './tus.contract.ts';
import { newHeader, ourServer, stockServer, TOKEN, type UploadServer } from './upload-server.ts';

const LARGE_BYTES = 24 * 1024 * 1024;
const CHUNK_BYTES = 1_000_000;

function conformance(name: string, open: (folder: string) => Promise<UploadServer>): void {
	describe.concurrent(`tus 1.0: ${name}`, () => {
		const isStock = open === stockServer;
		let folder: TemporaryFolder;
		let server: UploadServer;

		beforeAll(async () => {
			folder = await temporaryFolder();
			server = await open(folder.path);
		});
		afterAll(async () => {
			await server.close();
			await folder.remove();
		});

		for (const { name, run, expected, stock } of TUS_CASES) {
			if (!isStock || !stock) {
				test(`[C15] ${name}`, async () => expect(await run(tusSession(server))).toEqual(expected));
			} else if ('never' in stock) {
				test.skip(`${name}: never asked of the stock server, ${stock.never}`);
			} else {
				test(`differs: ${name}; ${stock.why}`, async () =>
					expect(await run(tusSession(server))).toEqual(stock.observed));
			}
		}

		test('[C15] a large body in one PATCH arrives whole', async () => {
			const session = tusSession(server, LARGE_BYTES);
			await session.create();
			const { headers } = await session.patch(0, LARGE_BYTES);
			expect(headers['upload-offset']).toBe(String(LARGE_BYTES));
			expect((await server.bytesOf(session.part)).equals(session.data)).toBe(true);
		});

		test('[C15] tus-js-client uploads a stream whose length is not known', async () => {
			const data = randomBytes(3_456_789);
			const { id, done } = startClient(
				server,
				Readable.from(piecesOf(data), { objectMode: false })
			);
			await done;
			expect(digest(await server.bytesOf(id))).toBe(digest(data));
		});

		test('[C15] tus-js-client goes on after an abort from exactly where the server stands', async () => {
			const data = randomBytes(5_000_000);
			const first = startClient(server, data, { stopAfter: 2 * CHUNK_BYTES });
			const url = await first.stopped;
			const offsets: number[] = [];
			await startClient(server, data, { url, onOffset: (offset) => offsets.push(offset) }).done;
			expect(offsets[0]).toBeGreaterThanOrEqual(2 * CHUNK_BYTES);
			expect(digest(await server.bytesOf(first.id))).toBe(digest(data));
		});
	});
}

const digest = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

function* piecesOf(data: Buffer): Generator<Buffer> {
	for (let at = 0; at < data.byteLength; at += 77_777) yield data.subarray(at, at + 77_777);
}

interface ClientOptions {
	readonly url?: string;
	readonly stopAfter?: number;
	onOffset?(offset: number): void;
}

/** tus-js-client as Node runs it. `stopped` resolves with the address once `stopAfter` bytes are acknowledged. */
function startClient(
	server: UploadServer,
	source: Buffer | Readable,
	{ url, stopAfter = Infinity, onOffset }: ClientOptions = {}
) {
	const header = newHeader();
	const stopped = Promise.withResolvers<string>();
	const done = Promise.withResolvers<undefined>();
	const upload = new Upload(source as Buffer, {
		...(url ? { uploadUrl: url } : { endpoint: server.origin + UPLOAD_PATH }),
		uploadLengthDeferred: source instanceof Readable,
		chunkSize: CHUNK_BYTES,
		headers: { Authorization: `Bearer ${TOKEN}` },
		metadata: { [HEADER_KEY]: JSON.stringify(header) },
		storeFingerprintForResuming: false,
		onError: (error) => done.reject(error),
		onSuccess: () => done.resolve(undefined),
		onAfterResponse: (req, res) => {
			if (req.getMethod() === 'HEAD') onOffset?.(Number(res.getHeader('Upload-Offset')));
		},
		onChunkComplete: (_size, acknowledged) => {
			if (acknowledged < stopAfter) return;
			void upload.abort().then(() => stopped.resolve(upload.url ?? ''));
		}
	});
	upload.start();
	return { id: header.id, stopped: stopped.promise, done: done.promise };
}

conformance('ours', (folder) => ourServer(folder));
conformance('@tus/server 2.4.5 with a durable store', stockServer);
