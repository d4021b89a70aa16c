// Looks that are on record already (one-look.ts), as far as this process knows.
import type { Clock } from '../../shared/clock.ts';
import { isSameLook } from './one-look.ts';

const REMEMBERED = 5000;

export interface RememberedLooks {
	/** @param record rejects: nothing was recorded, so nothing may be shown, and the next one tries again */
	once(key: string, record: () => Promise<void>): Promise<void>;
}

export function rememberLooks(clock: Clock): RememberedLooks {
	const looks = new Map<string, { readonly at: number; readonly recorded: Promise<void> }>();
	return {
		async once(key, record) {
			const now = clock.now();
			const before = looks.get(key);
			if (before && isSameLook(before.at, now)) return before.recorded;
			const look = { at: now, recorded: record() };
			// the map keeps its order: the oldest look comes first
			looks.delete(key);
			looks.set(key, look);
			for (const [oldest] of looks) {
				if (looks.size <= REMEMBERED) break;
				looks.delete(oldest);
			}
			try {
				await look.recorded;
			} catch (error) {
				if (looks.get(key) === look) looks.delete(key);
				throw error;
			}
		}
	};
}
