// One of the four servers that `bench:upload` compares, in a process of its own: `upload-server.ts KIND FOLDER`.
// Speaks with its parent: says its port, and on each message answers with its CPU time so far (µs).
import { createHash, randomUUID, type Hash } from 'node:crypto';
import { closeSync, fdatasync, openSync, writev } from 'node:fs';
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type ServerResponse
} from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server, type DataStore } from '@tus/server';
import { partPaths } from '../../src/lib/recording/server/part-paths.ts';
import { silentLog } from '../../src/lib/shared/log.ts';
import { createDiskPartBytes } from '../../src/lib/upload/server/disk-part-bytes.ts';
import { createTusHandler } from '../../src/lib/upload/server/tus-handler.ts';
import { DurableFileStore } from '../../src/lib/upload/testing/durable-file-store.ts';
import { memoryPartRegistry } from '../../src/lib/upload/testing/memory-part-registry.ts';
import { BENCH_GRANT, BENCH_TOKEN, type ServerKind } from './upload-kinds.ts';

const MAX_BYTES = 2 ** 40;

interface Contender {
	readonly listener: RequestListener;
	/** Closes what is open, so that nobody pays for files that the parent deletes between measurements. */
	settle?(): Promise<void>;
}

/** The least that keeps the promise: append at the end, one fdatasync, a digest that is never read again. */
function floor(folder: string): Contender {
	const parts = new Map<string, { fd: number; hash: Hash; bytes: number }>();
	const append = (req: IncomingMessage, res: ServerResponse): void => {
		const part = parts.get(req.url ?? '');
		if (!part) return void res.writeHead(404).end();
		const chunks: Buffer[] = [];
		req.on('data', (chunk: Buffer) => void chunks.push(chunk));
		req.on('end', () => {
			writev(part.fd, chunks, part.bytes, (failed, written) => {
				if (failed) return void res.writeHead(500).end();
				fdatasync(part.fd, () => {
					part.bytes += written;
					res.writeHead(204, { 'Upload-Offset': part.bytes }).end();
				});
			});
			for (const chunk of chunks) part.hash.update(chunk);
		});
	};
	const listener: RequestListener = (req, res) => {
		if (req.method === 'PATCH') return append(req, res);
		if (req.method === 'HEAD')
			return void res
				.writeHead(200, { 'Upload-Offset': parts.get(req.url ?? '')?.bytes ?? 0 })
				.end();
		const id = randomUUID();
		parts.set(`/${id}`, {
			fd: openSync(join(folder, id), 'wx'),
			hash: createHash('sha256'),
			bytes: 0
		});
		res.writeHead(201, { Location: `/${id}` }).end();
	};
	return {
		listener,
		async settle() {
			for (const { fd } of parts.values()) closeSync(fd);
			parts.clear();
		}
	};
}

function ours(folder: string): Contender {
	const bytes = createDiskPartBytes({ paths: partPaths(folder), log: silentLog });
	const registry = memoryPartRegistry({ [BENCH_TOKEN]: { ...BENCH_GRANT, scope: 'attempt' } });
	const handler = createTusHandler({
		bytes,
		registry,
		log: silentLog,
		maxPartBytes: MAX_BYTES
	});
	return {
		listener: (req, res) => void handler.handle(req, res),
		async settle() {
			for (const part of registry.parts.keys()) await bytes.release(BENCH_GRANT.attempt, part);
			registry.parts.clear();
		}
	};
}

function tusServer(datastore: DataStore): Contender {
	const server = new Server({ path: '/api/upload', datastore, relativeLocation: true });
	return { listener: (req, res) => void server.handle(req, res) };
}

const CONTENDERS: Record<ServerKind, (folder: string) => Contender> = {
	floor,
	ours,
	stock: (directory) => tusServer(new FileStore({ directory })),
	durable: (directory) => tusServer(new DurableFileStore(directory))
};

const [kind, folder] = process.argv.slice(2) as [ServerKind, string];
const { listener, settle } = CONTENDERS[kind](folder);
const server = createServer(listener);
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', async (asked) => {
	if (asked === 'settle') await settle?.();
	const { user, system } = process.cpuUsage();
	process.send?.({ cpuMicros: user + system });
});
process.on('disconnect', () => process.exit());
