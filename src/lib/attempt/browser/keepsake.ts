// What this device keeps of its attempts beside the recordings: the capability, the last known state, the outbox.
// IndexedDB through `idb`; a service worker may open it too.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { wholeState, type AttemptState } from '../attempt-state.ts';
import type { ChatLine, OwnDetails, OwnLot } from '../device-view.ts';
import type { OutboxEntry, OutboxStore } from '../outbox.ts';
import type { Head } from '../ports.ts';

export interface KeptAttempt {
	readonly attempt: string;
	readonly lease: string;
	readonly token: string;
	/** Null until the server was read once. */
	readonly view: {
		readonly state: AttemptState;
		readonly head: Head;
		readonly details: OwnDetails;
		readonly chat: readonly ChatLine[];
		readonly lot: OwnLot | null;
		readonly epoch: string;
	} | null;
	/** Server time minus device time (ms) as last estimated: a page opened without a network goes by it (C22). */
	readonly offsetMs?: number;
	/** Device time. */
	readonly usedAt: number;
}

interface Schema extends DBSchema {
	attempts: { key: string; value: KeptAttempt };
	outbox: { key: string; value: OutboxEntry & { attempt: string }; indexes: { attempt: string } };
}

export interface Keepsake {
	attempt(id: string): Promise<KeptAttempt | undefined>;
	/** The latest used first. */
	all(): Promise<KeptAttempt[]>;
	put(kept: KeptAttempt): Promise<void>;
	outbox(attempt: string): OutboxStore;
}

const STRICT = { durability: 'strict' } as const;

export const KEEPSAKE = 'duimian-attempt';

export async function openKeepsake(name = KEEPSAKE): Promise<Keepsake> {
	const db: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
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

/** Kept by an earlier version of the page, perhaps: it may be all there is when the network is gone. */
export const wholeView = (
	view: NonNullable<KeptAttempt['view']>
): NonNullable<KeptAttempt['view']> => ({
	...{ chat: [], lot: null },
	...view,
	state: wholeState(view.state)
});
