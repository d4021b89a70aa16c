// A look at what this browser keeps, for whoever is not the attempt's own page: the entry page, the offline page, the
// service worker. They may be of a newer version than an attempt under way, so they open the database as it is and
// never upgrade it: the older page could not open it again (C3).
import { openDB } from 'idb';
import type { Millis } from '../../shared/clock.ts';
import { holdsVersion, isUnfinished } from '../under-way.ts';
import { KEEPSAKE, type KeptAttempt } from './keepsake.ts';

type State = NonNullable<KeptAttempt['view']>['state'];

/** @returns the states last known here, the latest used first; nothing when there is no such database yet */
async function keptStates(name: string): Promise<State[]> {
	const present = await indexedDB.databases();
	if (!present.some((one) => one.name === name)) return [];
	const db = await openDB(name, undefined, { blocking: () => db.close() });
	try {
		if (!db.objectStoreNames.contains('attempts')) return [];
		const kept = (await db.getAll('attempts')) as KeptAttempt[];
		return kept.sort((a, b) => b.usedAt - a.usedAt).flatMap(({ view }) => (view ? view.state : []));
	} finally {
		db.close();
	}
}

/** Storage that cannot be read (a private window) holds nothing. */
const glance = (name: string): Promise<State[]> => keptStates(name).catch(() => []);

/** The attempt to come back to, as this browser last knew it. */
export const unfinishedHere = async (name = KEEPSAKE): Promise<State | null> =>
	(await glance(name)).find(isUnfinished) ?? null;

export const holdsVersionHere = async (now: Millis, name = KEEPSAKE): Promise<boolean> =>
	(await glance(name)).some((state) => holdsVersion(state, now));
