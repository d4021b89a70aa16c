// Whether this browser really keeps what it is given: some megabytes written as a recording is, read by a new
// connection, compared and removed. A database of its own; the recordings are never touched.
import { deleteDB, openDB } from 'idb';
import { freeBytes } from '../../recording/browser/storage.ts';
import { incompressible } from '../../shared/browser/incompressible.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Storage } from '../ports.ts';
import { inTime } from './waiting.ts';

export const STORAGE_DATABASE = 'duimian-check-storage';
const MOST_BYTES = 8_000_000;
const CHUNK_BYTES = 500_000;
/** WebKit has opened databases that never answered. */
const LIMIT_MS = 20_000;

export async function testStorage(bytes: number): Promise<Result<Storage, ErrorCode>> {
	const chunks = chunksOf(Math.min(bytes, MOST_BYTES));
	try {
		const same = await inTime(LIMIT_MS, writeAndRead(chunks));
		if (!same) return err('check.storage-refused');
		const wroteBytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
		return ok({ freeBytes: await freeBytes().catch(() => null), wroteBytes });
	} catch (problem) {
		const full = problem instanceof Error && problem.name === 'QuotaExceededError';
		return err(full ? 'check.storage-full' : 'check.storage-refused');
	} finally {
		await inTime(LIMIT_MS, deleteDB(STORAGE_DATABASE)).catch(() => {});
	}
}

function chunksOf(bytes: number): ArrayBuffer[] {
	const chunks: ArrayBuffer[] = [];
	for (let at = 0; at < bytes; at += CHUNK_BYTES)
		chunks.push(incompressible(Math.min(CHUNK_BYTES, bytes - at)));
	return chunks;
}

async function writeAndRead(chunks: readonly ArrayBuffer[]): Promise<boolean> {
	// what a page that crashed has left
	await deleteDB(STORAGE_DATABASE);
	await onDatabase(async (db) => {
		const tx = db.transaction('chunks', 'readwrite', { durability: 'strict' });
		await Promise.all([...chunks.map((chunk, n) => tx.store.put(chunk, n)), tx.done]);
	});
	return onDatabase(async (db) => {
		for (const [n, chunk] of chunks.entries())
			if (!isSame(chunk, await db.get('chunks', n))) return false;
		return true;
	});
}

type Chunks = Awaited<ReturnType<typeof open>>;

const open = () =>
	openDB<{ chunks: { key: number; value: ArrayBuffer } }>(STORAGE_DATABASE, 1, {
		upgrade: (db) => void db.createObjectStore('chunks')
	});

async function onDatabase<T>(work: (db: Chunks) => Promise<T>): Promise<T> {
	const db = await open();
	try {
		return await work(db);
	} finally {
		db.close();
	}
}

function isSame(one: ArrayBuffer, other: ArrayBuffer | undefined): boolean {
	if (one.byteLength !== other?.byteLength) return false;
	const [a, b] = [new Uint8Array(one), new Uint8Array(other)];
	return a.every((byte, at) => byte === b[at]);
}
