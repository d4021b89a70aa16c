// Upload servers for tests, over real HTTP: ours, and the stock one with the durable store, which the conformance suite
// compares it with.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server } from '@tus/server';
import type { PartHeader } from '../../recording/part.ts';
import { partPaths } from '../../recording/server/part-paths.ts';
import { silentLog, type Log } from '../../shared/log.ts';
import { decodeMetadata, UPLOAD_PATH } from '../protocol.ts';
import { createDiskPartBytes, type DiskPartBytes } from '../server/disk-part-bytes.ts';
import { createTusHandler, type TusHandlerOptions } from '../server/tus-handler.ts';
import { DurableFileStore } from './durable-file-store.ts';
import { memoryPartRegistry, type MemoryPartRegistry } from './memory-part-registry.ts';

export const TOKEN = 'the-token-of-this-attempt';
export const PHONE_TOKEN = 'the-token-of-its-phone';
export const OTHER_TOKEN = 'the-token-of-another-attempt';
export const ATTEMPT = randomUUID();
const LEASE = randomUUID();

export const newHeader = (): PartHeader => ({
	id: randomUUID(),
	attempt: ATTEMPT,
	lease: LEASE,
	track: 'camera',
	mime: 'video/webm;codecs=vp8,opus',
	startedAt: 1_800_000_000_000,
	width: 640,
	height: 480,
	bitsPerSecond: 648_000,
	source: '内置摄像头'
});

export const testRegistry = (): MemoryPartRegistry =>
	memoryPartRegistry({
		[TOKEN]: { attempt: ATTEMPT, lease: LEASE, scope: 'attempt' },
		[PHONE_TOKEN]: { attempt: ATTEMPT, lease: randomUUID(), scope: 'evidence' },
		[OTHER_TOKEN]: { attempt: randomUUID(), lease: randomUUID(), scope: 'attempt' }
	});

export interface UploadServer {
	readonly origin: string;
	/** What is on the disk for this part now. */
	bytesOf(part: string): Promise<Buffer>;
	close(): Promise<void>;
}

export async function serve(
	listener: RequestListener
): Promise<{ origin: string; close(): Promise<void> }> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

export interface OurServer extends UploadServer {
	readonly registry: MemoryPartRegistry;
	readonly bytes: DiskPartBytes;
}

export async function ourServer(
	folder: string,
	options: Partial<TusHandlerOptions> & {
		registry?: MemoryPartRegistry;
		minFreeBytes?: number;
		log?: Log;
	} = {}
): Promise<OurServer> {
	const { registry = testRegistry(), minFreeBytes = 0, log = silentLog, ...rest } = options;
	const paths = partPaths(folder);
	const bytes = createDiskPartBytes({ paths, log, minFreeBytes });
	const handler = createTusHandler({
		bytes,
		log,
		maxPartBytes: MAX_PART_BYTES,
		...rest,
		registry
	});
	const { origin, close } = await serve((req, res) => void handler.handle(req, res));
	return {
		origin,
		registry,
		bytes,
		bytesOf: (part) => readFile(paths.raw(ATTEMPT, part)),
		close: async () => {
			await close();
			await bytes.close();
		}
	};
}

export const MAX_PART_BYTES = 64 * 1024 * 1024;

/** @tus/server 2.4.5, configured as near to ours as it can be. */
export async function stockServer(folder: string): Promise<UploadServer> {
	const directory = join(folder, 'stock');
	await mkdir(directory, { recursive: true });
	const server = new Server({
		path: UPLOAD_PATH,
		datastore: new DurableFileStore(directory),
		relativeLocation: true,
		maxSize: MAX_PART_BYTES,
		namingFunction: (req) =>
			decodeMetadata(req.headers.get('upload-metadata') ?? '')?.id ?? randomUUID()
	});
	const { origin, close } = await serve((req, res) => void server.handle(req, res));
	return { origin, close, bytesOf: (part) => readFile(join(directory, part)) };
}
