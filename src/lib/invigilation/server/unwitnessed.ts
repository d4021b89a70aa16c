// What of an attempt's films no digest vouches for, for pages that ask every few seconds (I2): all digests are read, thousands
// after some hours, so they are read once a minute for all who ask of this process. Knows nobody's permissions.
import { reviewPart, unwitnessedSpans, type Unwitnessed } from '../../review/review.ts';
import { readParts, readWitnesses } from '../../review/server/review.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { remember } from '../../shared/remembered.ts';

const HOLDS_MS = 60_000;
const MOST = 500;

export interface UnwitnessedOfAttempts {
	/** As it was at most a minute ago; nothing where there is no digest at all. */
	of(attempt: string): Promise<readonly Unwitnessed[]>;
}

export function createUnwitnessed({
	db,
	clock
}: {
	readonly db: Db;
	readonly clock: Clock;
}): UnwitnessedOfAttempts {
	const remembered = remember<readonly Unwitnessed[]>({ clock, forMs: HOLDS_MS, most: MOST });
	return { of: (attempt) => remembered.once(attempt, () => readSpans(db, attempt)) };
}

async function readSpans(db: Db, attempt: string): Promise<readonly Unwitnessed[]> {
	const [parts, witnesses] = await Promise.all([
		readParts(db, [attempt]),
		readWitnesses(db, attempt)
	]);
	if (witnesses.length === 0) return [];
	const byPart = Map.groupBy(witnesses, ({ part }) => part);
	return parts.flatMap((part) => {
		const own = byPart.get(part.id) ?? [];
		return unwitnessedSpans([reviewPart(part, own)], own);
	});
}
