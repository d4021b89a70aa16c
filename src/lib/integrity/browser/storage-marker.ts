// C32: whether what this browser keeps of the attempt was emptied while the page runs. A marker in a database of its own
// goes with everything else when a person empties a site's data, and the databases that the attempt lives in are still on
// the list or are not. What the page writes anew at once (the next slice of a film) hides nothing of that.
import { openDB, type IDBPDatabase } from 'idb';
import { every } from '../../shared/browser/every.ts';
import type { SignalAdapter } from '../signal.ts';

export interface StoragePorts {
	/** Resolves with false where nothing can be kept: then nothing is known of it, and nothing told. */
	lay(): Promise<boolean>;
	/** @returns null = cannot be told now */
	isThere(): Promise<boolean | null>;
}

/** What is noticed is to be at the server within two seconds. */
const LOOK_EVERY_MS = 1000;

export const watchStorage =
	({ lay, isThere }: StoragePorts, lookEveryMs = LOOK_EVERY_MS): SignalAdapter =>
	(desk) => {
		let laid = false;
		let looking = false;
		let over = false;
		const again = async (): Promise<void> => void (laid = await lay());

		async function look(): Promise<void> {
			if (!laid) return again();
			if ((await isThere()) !== false || over) return;
			desk.happened('storage-emptied');
			// emptied once more is told once more
			await again();
		}

		/** A full or slow disk is not asked twice at a time. */
		async function inTurn(): Promise<void> {
			if (looking) return;
			looking = true;
			await look();
			looking = false;
		}
		void inTurn();
		const stop = every(lookEveryMs, () => void inTurn());
		return () => {
			over = true;
			stop();
		};
	};

const MARKER_DATABASE = 'duimian-marker';
const STORE = 'mark';

/** @param databases that must not vanish; one that is not there when the marker is laid is not missed */
export function storageMarker(databases: readonly string[], name = MARKER_DATABASE): StoragePorts {
	let expected: readonly string[] = [];
	return {
		async lay() {
			try {
				await withMarker(name, (db) => db.put(STORE, 1, 1));
				const present = await names();
				expected = [name, ...databases.filter((one) => present.includes(one))];
				return present.includes(name);
			} catch {
				return false;
			}
		},
		async isThere() {
			try {
				const present = await names();
				if (!expected.every((one) => present.includes(one))) return false;
				return (await withMarker(name, (db) => db.count(STORE))) > 0;
			} catch {
				return null;
			}
		}
	};
}

const names = async (): Promise<string[]> =>
	(await indexedDB.databases()).flatMap((one) => one.name ?? []);

/** Never held open: a person who empties everything must not have to wait for it. */
async function withMarker<T>(name: string, work: (db: IDBPDatabase) => Promise<T>): Promise<T> {
	const db = await openDB(name, 1, { upgrade: (fresh) => void fresh.createObjectStore(STORE) });
	try {
		return await work(db);
	} finally {
		db.close();
	}
}
