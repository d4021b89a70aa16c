// Which exam this tab came for: `/interview` does not name one, and whoever goes back from there wants its times, its
// number to call and its words again, not the front page's. Kept by the tab alone: on a shared computer nobody inherits it.
import { entryPath } from '../arrival.ts';

const KEY = 'exam-address';

/** Storage may be shut off (a private window): then nothing is kept. */
export function keepExamAddress(address: string): void {
	try {
		sessionStorage.setItem(KEY, address);
	} catch {
		return;
	}
}

/** Null where this tab came by none. */
export function keptAddress(): string | null {
	try {
		return sessionStorage.getItem(KEY);
	} catch {
		return null;
	}
}

/** The entry page to go back to. */
export function keptEntry(): string | null {
	const address = keptAddress();
	return address === null ? null : entryPath({ address });
}
