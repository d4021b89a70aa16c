// The vault on IndexedDB. Runs in a page and in a service worker. Owns the database; knows no recorder, no upload.
//
// ArrayBuffers, because WebKit refuses Blobs in IndexedDB; strict durability, because a chunk that was reported as
// stored must survive the loss of power. When the quota is used up even a note of a few bytes may be refused: such
// notes wait in memory (`unwritten`) and go in with the next write; a crash before that costs nothing but a question
// to the server (C15).
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { AppendOutcome, PartProgress, StoredPart, Vault } from '../ports.ts';
import type { PartHeader } from '../part.ts';
import { incompressible } from '../../shared/browser/incompressible.ts';

interface Chunk {
	readonly part: string;
	/** Byte offset inside the part. */
	readonly off: number;
	readonly data: ArrayBuffer;
}

interface RecordingsSchema extends DBSchema {
	parts: { key: string; value: StoredPart; indexes: { attempt: string } };
	chunks: { key: [string, number]; value: Chunk };
	reserve: { key: 0; value: ArrayBuffer };
}

export const RECORDINGS_DATABASE = 'duimian-recordings';
const STRICT = { durability: 'strict' } as const;
/** Given up at the first 'full', so that open parts can be ended in good order (about 15 s of both tracks). */
const RESERVE_BYTES = 2_000_000;

type Fields = PartProgress & Partial<Pick<StoredPart, 'closed' | 'sha256' | 'freed'>>;
type Database = IDBPDatabase<RecordingsSchema>;

export interface IdbVault extends Vault {
	/** Closes it and removes the whole database, verified or not: never one that keeps an attempt's recordings. */
	remove(): Promise<void>;
}

export async function createIdbVault(name: string = RECORDINGS_DATABASE): Promise<IdbVault> {
	const database = reopening(name);
	const unwritten = new Map<string, Fields>();
	const known = (part: StoredPart): StoredPart => ({ ...part, ...unwritten.get(part.id) });
	await database();
	await layReserve(database);

	async function note(id: string, fields: Fields): Promise<void> {
		unwritten.set(id, { ...unwritten.get(id), ...fields });
		let written: Fields | undefined;
		const outcome = await unlessFull(async () => {
			const tx = (await database()).transaction('parts', 'readwrite', STRICT);
			const part = await tx.store.get(id);
			if (!part) throw new Error(`no part ${id}`);
			written = unwritten.get(id);
			await Promise.all([tx.store.put(known(part)), tx.done]);
		});
		// what was noted while this was being synced is not in it: it stays until its own note has written it
		if (outcome === 'stored' && unwritten.get(id) === written) unwritten.delete(id);
	}

	/** There is room again: what could not be noted while it was full. */
	async function writeNotes(): Promise<void> {
		for (const id of unwritten.keys()) await note(id, {});
	}

	async function find(id: string): Promise<StoredPart | undefined> {
		const part = await (await database()).get('parts', id);
		return part && known(part);
	}

	return {
		createPart: (header) =>
			giveUpReserveWhenFull(database, async () => {
				const tx = (await database()).transaction('parts', 'readwrite', STRICT);
				await Promise.all([tx.store.add(emptyPart(header)), tx.done]);
			}),
		async append(id, data, storedMs) {
			const outcome = await giveUpReserveWhenFull(database, async () => {
				const tx = (await database()).transaction(['parts', 'chunks'], 'readwrite', STRICT);
				const part = await tx.objectStore('parts').get(id);
				if (!part || part.closed) throw new Error(`part ${id} is ${part ? 'closed' : 'unknown'}`);
				const stored = part.stored + data.byteLength;
				await Promise.all([
					tx.objectStore('chunks').add({ part: id, off: part.stored, data }),
					tx.objectStore('parts').put({ ...known(part), stored, storedMs }),
					tx.done
				]);
			});
			if (outcome === 'stored') await writeNotes();
			return outcome;
		},
		closePart: (id, sha256) => note(id, { closed: true, sha256 }),
		part: find,
		async parts(attempt) {
			const parts = await (await database()).getAllFromIndex('parts', 'attempt', attempt);
			return parts.map(known).sort((a, b) => a.startedAt - b.startedAt);
		},
		read: async (id, start, end) => readRange(await database(), id, start, end),
		note,
		async free(id) {
			const part = await find(id);
			if (!part?.verified || part.freed) return 0;
			// alone in its transaction: a removal is never refused for want of space, a note beside it might be
			await (await database()).delete('chunks', wholePart(id));
			await note(id, { freed: true });
			// only where plenty came free: the slices that wait in memory go before the reserve
			if (part.stored > 4 * RESERVE_BYTES) await layReserve(database);
			return part.stored;
		},
		async remove() {
			(await database()).close();
			await deleteDB(name);
		}
	};
}

const emptyPart = (header: PartHeader): StoredPart => ({
	...header,
	stored: 0,
	storedMs: 0,
	acked: 0,
	closed: false,
	sha256: null,
	uploadUrl: null,
	verified: false,
	freed: false
});

const wholePart = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);

/** Opens once, and again after the browser has closed the connection (cleared data, a failing disk). */
function reopening(name: string): () => Promise<Database> {
	let opening: Promise<Database> | null = null;
	const open = (): Promise<Database> =>
		openDB<RecordingsSchema>(name, 1, {
			upgrade(db) {
				db.createObjectStore('parts', { keyPath: 'id' }).createIndex('attempt', 'attempt');
				db.createObjectStore('chunks', { keyPath: ['part', 'off'] });
				db.createObjectStore('reserve');
			},
			terminated() {
				opening = null;
			}
		});
	return () =>
		(opening ??= open().catch((problem: unknown) => {
			opening = null;
			throw problem;
		}));
}

async function readRange(db: Database, id: string, start: number, end: number): Promise<Blob> {
	const store = db.transaction('chunks').store;
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let at = start;
	const first = await store.openKeyCursor(IDBKeyRange.bound([id, 0], [id, start]), 'prev');
	const range = IDBKeyRange.bound(first?.key ?? [id, start], [id, end], false, true);
	// one at a time: a getAll of the range would hold the whole of a part in memory
	for (let cursor = await store.openCursor(range); cursor; cursor = await cursor.continue()) {
		const { off, data } = cursor.value;
		if (off > at) break;
		const until = Math.min(data.byteLength, end - off);
		if (off + until > at) pieces.push(new Uint8Array(data, at - off, until - (at - off)));
		at = Math.max(at, off + until);
	}
	if (at < end) throw new Error(`part ${id} has a hole at ${String(at)}`);
	return new Blob(pieces);
}

async function unlessFull(work: () => Promise<void>): Promise<AppendOutcome> {
	try {
		await work();
		return 'stored';
	} catch (problem) {
		if (problem instanceof Error && problem.name === 'QuotaExceededError') return 'full';
		throw problem;
	}
}

async function giveUpReserveWhenFull(
	database: () => Promise<Database>,
	work: () => Promise<void>
): Promise<AppendOutcome> {
	const outcome = await unlessFull(work);
	if (outcome === 'full') await (await database()).clear('reserve');
	return outcome;
}

async function layReserve(database: () => Promise<Database>): Promise<void> {
	await unlessFull(async () => {
		const db = await database();
		if ((await db.count('reserve')) > 0) return;
		await db.put('reserve', incompressible(RESERVE_BYTES), 0);
	});
}
