// The one clock: the database's time at start, carried on by the process's monotonic clock. Several processes agree to
// within what `check` finds, whatever their hosts' clocks say; a wrong step of the host's clock changes nothing.
import { sql } from 'kysely';
import type { Clock, Millis } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Db } from './db/database.ts';

/** Beyond this a process must not release keys (C19); health says so. */
export const MAX_SKEW_MS = 250;
const SAMPLES = 5;
const CHECK_EVERY_MS = 30_000;

export interface ServerClock extends Clock {
	/** Last measured difference to the database (ms); null before the first check. */
	skewMs(): number | null;
	trustworthy(): boolean;
	stop(): void;
}

export async function startServerClock(db: Db, log: Log): Promise<ServerClock> {
	const offset = await measureOffset(db);
	const now = (): Millis => Math.round(performance.now() + offset);
	let skew: number | null = 0;

	const check = async (): Promise<void> => {
		try {
			skew = Math.round((await measureOffset(db)) - offset);
			if (Math.abs(skew) > MAX_SKEW_MS) log.error({ skewMs: skew }, 'clock is off the database');
		} catch {
			// the database is away: the monotonic clock goes on and the last word stands
		}
	};
	const timer = setInterval(() => void check(), CHECK_EVERY_MS);
	timer.unref();
	return {
		now,
		skewMs: () => skew,
		trustworthy: () => skew !== null && Math.abs(skew) <= MAX_SKEW_MS,
		stop: () => clearInterval(timer)
	};
}

/** Database time minus `performance.now()`, from the quickest of several round trips. */
async function measureOffset(db: Db): Promise<number> {
	let best = { roundTrip: Infinity, offset: 0 };
	for (let sample = 0; sample < SAMPLES; sample++) {
		const sent = performance.now();
		const { rows } = await sql<{ ms: number }>`
			select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
		const roundTrip = performance.now() - sent;
		const ms = rows[0]?.ms;
		if (ms !== undefined && roundTrip < best.roundTrip)
			best = { roundTrip, offset: ms - sent - roundTrip / 2 };
	}
	return best.offset;
}
