// What this browser keeps of the evidence it films: the capability, the last known state, the outbox. A database of its
// own, so that a phone's capability is never taken for a candidate's.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { OutboxEntry, OutboxStore } from '../../attempt/outbox.ts';
import type { PhoneState } from '../phone-state.ts';

export interface KeptPhone {
	readonly lease: string;
	readonly attempt: string;
	readonly token: string;
	/** Null until the server was read once. */
	readonly state: PhoneState | null;
	/** Server time minus device time (ms), as last estimated. */
	readonly offsetMs: number;
	/** Device time. */
	readonly usedAt: number;
}

interface Schema extends DBSchema {
	phones: { key: string; value: KeptPhone };
	outbox: { key: string; value: OutboxEntry & { lease: string }; indexes: { lease: string } };
}

export interface KeptPhones {
	/** The latest used first. */
	all(): Promise<KeptPhone[]>;
	put(kept: KeptPhone): Promise<void>;
	outbox(lease: string): OutboxStore;
}

const STRICT = { durability: 'strict' } as const;

export async function openKeptPhones(name = 'duimian-evidence'): Promise<KeptPhones> {
	const db: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
		upgrade(fresh) {
			fresh.createObjectStore('phones', { keyPath: 'lease' });
			const outbox = fresh.createObjectStore('outbox', { keyPath: 'command.id' });
			outbox.createIndex('lease', 'lease');
		}
	});
	return {
		async all() {
			const all = await db.getAll('phones');
			return all.sort((a, b) => b.usedAt - a.usedAt);
		},
		async put(kept) {
			const tx = db.transaction('phones', 'readwrite', STRICT);
			await Promise.all([tx.store.put(kept), tx.done]);
		},
		outbox: (lease) => ({
			async all() {
				const entries = await db.getAllFromIndex('outbox', 'lease', lease);
				return entries.sort((a, b) => a.order - b.order);
			},
			async put(entry) {
				const tx = db.transaction('outbox', 'readwrite', STRICT);
				await Promise.all([tx.store.put({ ...entry, lease }), tx.done]);
			}
		})
	};
}
