// A look at what this browser keeps, for whoever is not the attempt's own page: the entry page, the offline page, the
// service worker. They may be of a newer version than an attempt under way, so they open the database as it is and
// never upgrade it: the older page could not open it again (C3).
import { openDB } from 'idb';
import type { Millis } from '../../shared/clock.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { DeviceView } from '../device-view.ts';
import { holdsVersion, isUnfinished } from '../under-way.ts';
import { INTERVIEW_DATABASE, type KeptDevice } from './kept-attempts.ts';

interface Glanced {
	readonly attempt: string;
	readonly state: AttemptState;
}

/** @returns what was last known here, the latest used first; nothing when there is no such database yet */
async function keptHere(name: string): Promise<Glanced[]> {
	const present = await indexedDB.databases();
	if (!present.some((one) => one.name === name)) return [];
	const db = await openDB(name, undefined, { blocking: () => db.close() });
	try {
		if (!db.objectStoreNames.contains('attempts')) return [];
		const kept = (await db.getAll('attempts')) as KeptDevice<DeviceView>[];
		return kept
			.sort((a, b) => b.usedAt - a.usedAt)
			.flatMap(({ attempt, view }) => (view ? { attempt, state: view.state } : []));
	} finally {
		db.close();
	}
}

/** Storage that cannot be read (a private window) holds nothing. */
const glance = (name: string): Promise<Glanced[]> => keptHere(name).catch(() => []);

/** The attempt to come back to, as this browser last knew it. */
export const unfinishedHere = async (name = INTERVIEW_DATABASE): Promise<AttemptState | null> =>
	(await glance(name)).find(({ state }) => isUnfinished(state))?.state ?? null;

export const holdsVersionHere = async (now: Millis, name = INTERVIEW_DATABASE): Promise<boolean> =>
	(await glance(name)).some(({ state }) => holdsVersion(state, now));

/**
 * Whom to call when the page cannot be opened.
 * @param mark the attempt it is about (attempt-mark.ts); null, or not kept here: the one that was used last
 * @returns null when nothing is kept that says so
 */
export async function supportPhoneHere(
	mark: string | null,
	name = INTERVIEW_DATABASE
): Promise<string | null> {
	const all = await glance(name);
	const { state } = all.find(({ attempt }) => attempt === mark) ?? all[0] ?? {};
	return state?.frozen.texts.supportPhone || null;
}
