// What this device keeps of its attempts beside the recordings: the capability, the server's last word, the outbox.
// IndexedDB through `idb`; a service worker may open it too. The candidate's computer and the phone keep theirs in
// databases of different names: one must never find the other's capability, though it be the same browser.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { OutboxEntry, OutboxStore } from '../outbox.ts';
import type { Head } from '../ports.ts';

export interface KeptDevice<View> {
	readonly attempt: string;
	readonly lease: string;
	readonly token: string;
	/** Null until the server was read once. */
	readonly view: View | null;
	/** C34: the last head any answer told, and in which epoch. Its log must have it for ever. */
	readonly head?: Head & { readonly epoch: string };
	/** Server time minus device time (ms) as last estimated: a page opened without a network goes by it (C22). */
	readonly offsetMs?: number;
	/** Device time. */
	readonly usedAt: number;
}

interface Schema<View> extends DBSchema {
	attempts: { key: string; value: KeptDevice<View> };
	outbox: { key: string; value: OutboxEntry & { attempt: string }; indexes: { attempt: string } };
}

export interface KeptAttempts<View> {
	attempt(id: string): Promise<KeptDevice<View> | undefined>;
	/** The latest used first. */
	all(): Promise<KeptDevice<View>[]>;
	put(kept: KeptDevice<View>): Promise<void>;
	outbox(attempt: string): OutboxStore;
}

const STRICT = { durability: 'strict' } as const;

/** Of the candidate's computer. */
export const INTERVIEW_DATABASE = 'duimian-attempt';

/** @param name of the database, one for each kind of device */
export async function openKeptAttempts<View>(name: string): Promise<KeptAttempts<View>> {
	const db: IDBPDatabase<Schema<View>> = await openDB<Schema<View>>(name, 1, {
		upgrade(fresh) {
			fresh.createObjectStore('attempts', { keyPath: 'attempt' });
			const outbox = fresh.createObjectStore('outbox', { keyPath: 'command.id' });
			outbox.createIndex('attempt', 'attempt');
		}
	});
	return {
		attempt: (id) => db.get('attempts', id),
		async all() {
			const all = await db.getAll('attempts');
			return all.sort((a, b) => b.usedAt - a.usedAt);
		},
		async put(kept) {
			const tx = db.transaction('attempts', 'readwrite', STRICT);
			await Promise.all([tx.store.put(kept), tx.done]);
		},
		outbox: (attempt) => ({
			async all() {
				const entries = await db.getAllFromIndex('outbox', 'attempt', attempt);
				return entries.sort((a, b) => a.order - b.order);
			},
			async put(entry) {
				const tx = db.transaction('outbox', 'readwrite', STRICT);
				await Promise.all([tx.store.put({ ...entry, attempt }), tx.done]);
			}
		})
	};
}
