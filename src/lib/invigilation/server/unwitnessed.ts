// What of an attempt's films no digest vouches for, for pages that ask every few seconds (I2): all digests are read, thousands
// after some hours, so they are read once a minute for all who ask of this process. Knows nobody's permissions.
import { reviewPart, unwitnessedSpans, type Unwitnessed } from '../../review/review.ts';
import { readParts, readWitnesses } from '../../review/server/review.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';

const HOLDS_MS = 60_000;
const MOST = 500;

export interface UnwitnessedOfAttempts {
	/** As it was at most a minute ago; nothing where there is no digest at all. */
	of(attempt: string): Promise<readonly Unwitnessed[]>;
}

interface Remembered {
	readonly at: Millis;
	readonly spans: Promise<readonly Unwitnessed[]>;
}

export interface UnwitnessedOptions {
	readonly db: Db;
	readonly clock: Clock;
	/** Attempts that are remembered. */
	readonly most?: number;
}

export function createUnwitnessed({
	db,
	clock,
	most = MOST
}: UnwitnessedOptions): UnwitnessedOfAttempts {
	/** The oldest first. */
	const remembered = new Map<string, Remembered>();

	function remember(attempt: string, now: Millis): Remembered {
		const one = { at: now, spans: readSpans(db, attempt) };
		remembered.delete(attempt);
		remembered.set(attempt, one);
		for (const oldest of remembered.keys()) {
			if (remembered.size <= most) break;
			remembered.delete(oldest);
		}
		one.spans.catch(() => {
			if (remembered.get(attempt) === one) remembered.delete(attempt);
		});
		return one;
	}

	return {
		of(attempt) {
			const now = clock.now();
			const known = remembered.get(attempt);
			const holds = known !== undefined && Math.abs(now - known.at) < HOLDS_MS;
			return (holds ? known : remember(attempt, now)).spans;
		}
	};
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
