// Papers on this device: the ciphertext from the first view on, the key once it opened it. A small IndexedDB of its own,
// so that neither recordings nor commands hang on it.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { KeptPaper, PaperStore } from '../paper-ports.ts';

interface Schema extends DBSchema {
	papers: { key: string; value: KeptPaper };
}

export interface LocalPaperStore extends PaperStore {
	/** After the results are out, nothing needs it any more. */
	forget(attempt: string): Promise<void>;
}

/** Where nothing can be kept the page's own memory does; the next page fetches and asks again. */
export function memoryPaperStore(): LocalPaperStore {
	const papers = new Map<string, KeptPaper>();
	return {
		kept: async (attempt) => papers.get(attempt),
		keep: async (kept) => void papers.set(kept.attempt, kept),
		forget: async (attempt) => void papers.delete(attempt)
	};
}

export async function openPaperStore(name = 'duimian-paper'): Promise<LocalPaperStore> {
	const db: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
		upgrade(fresh) {
			fresh.createObjectStore('papers', { keyPath: 'attempt' });
		}
	});
	return {
		kept: (attempt) => db.get('papers', attempt),
		async keep(kept) {
			const tx = db.transaction('papers', 'readwrite', { durability: 'strict' });
			await Promise.all([tx.store.put(kept), tx.done]);
		},
		forget: (attempt) => db.delete('papers', attempt)
	};
}
