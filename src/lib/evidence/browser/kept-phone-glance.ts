// A look at what this browser keeps as a phone, for the service worker: it may be of a newer version, so it opens the
// database as it is and never upgrades it (C3).
import { openDB } from 'idb';
import type { KeptDevice } from '../../attempt/browser/kept-attempts.ts';
import type { Millis } from '../../shared/clock.ts';
import type { PhoneState } from '../phone-state.ts';

export const PHONE_DATABASE = 'duimian-evidence';
/** A film that never arrives must not keep an old version for ever. */
const HOLDS_VERSION_FOR_MS = 24 * 60 * 60_000;

/** C3: no other version of the program takes over while this browser films, or has film to send. */
export async function phoneHoldsVersion(now: Millis, name = PHONE_DATABASE): Promise<boolean> {
	const kept = await keptHere(name).catch(() => []);
	return kept.some(
		({ view }) =>
			view !== null &&
			(view.endedAt === null || !view.manifest) &&
			now < view.endsAt + HOLDS_VERSION_FOR_MS
	);
}

async function keptHere(name: string): Promise<readonly KeptDevice<PhoneState>[]> {
	const present = await indexedDB.databases();
	if (!present.some((one) => one.name === name)) return [];
	const db = await openDB(name, undefined, { blocking: () => db.close() });
	try {
		if (!db.objectStoreNames.contains('attempts')) return [];
		return (await db.getAll('attempts')) as KeptDevice<PhoneState>[];
	} finally {
		db.close();
	}
}
