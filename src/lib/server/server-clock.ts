// The one clock: the database's time at start, carried on by the process's monotonic clock. Several processes agree to
// within what `check` finds, whatever their hosts' clocks say; a wrong step of the host's clock changes nothing.
import { sql } from 'kysely';
import type { Clock, Millis } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Db } from './db/database.ts';

/** Beyond this a process must not release keys (C19); health says so. */
export const MAX_SKEW_MS = 250;
const SAMPLES = 5;
/** At the start it is asked on until one answer was this quick: half of it is how far the clock can be wrong for ever. */
const START_SAMPLES = 40;
const QUICK_MS = 20;
const CHECK_EVERY_MS = 30_000;
/** No key leaves meanwhile. */
const UNPROVEN_EVERY_MS = 1000;

export interface ServerClock extends Clock {
	/** Last measured difference to the database (ms); null until one answer was quick enough to say. */
	skewMs(): number | null;
	trustworthy(): boolean;
	stop(): void;
}

export async function startServerClock(db: Db, log: Log): Promise<ServerClock> {
	const first = await measureOffset(db, START_SAMPLES);
	let { offset } = first;
	const now = (): Millis => Math.round(performance.now() + offset);
	let skew = proves(first) ? 0 : null;
	if (skew === null)
		log.error({ roundTripMs: Math.round(first.roundTrip) }, 'clock not proven yet');

	const check = async (): Promise<void> => {
		try {
			const measured = await measureOffset(db, SAMPLES);
			if (skew === null) {
				if (!proves(measured)) return;
				// what the start could not find out; never moved again
				offset = measured.offset;
			}
			skew = certainSkew(measured, offset);
			if (Math.abs(skew) > MAX_SKEW_MS) log.error({ skewMs: skew }, 'clock is off the database');
		} catch {
			// the database is away: the monotonic clock goes on and the last word stands
		}
	};
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	const arm = (): void => {
		if (stopped) return;
		timer = setTimeout(
			() => void check().then(arm),
			skew === null ? UNPROVEN_EVERY_MS : CHECK_EVERY_MS
		);
		timer.unref();
	};
	arm();
	return {
		now,
		skewMs: () => skew,
		trustworthy: () => skew !== null && Math.abs(skew) <= MAX_SKEW_MS,
		stop() {
			stopped = true;
			clearTimeout(timer);
		}
	};
}

export interface MeasuredOffset {
	/** Database time minus `performance.now()` (ms). */
	readonly offset: number;
	/** Of the quickest sample; the offset is right to within half of it. */
	readonly roundTrip: number;
}

/**
 * How far the clock is off at least (ms, signed). An overloaded host answers slowly and would look like a wrong clock:
 * in the middle of a start second that must not keep the keys back.
 */
export function certainSkew({ offset, roundTrip }: MeasuredOffset, anchored: number): number {
	const found = offset - anchored;
	return Math.round(Math.sign(found) * Math.max(0, Math.abs(found) - roundTrip / 2));
}

/** Whether the answer bounds the error by what is allowed; a slower one proves nothing, neither way. */
const proves = ({ roundTrip }: MeasuredOffset): boolean => roundTrip / 2 <= MAX_SKEW_MS;

/** From the quickest of several round trips. */
async function measureOffset(db: Db, samples: number): Promise<MeasuredOffset> {
	let best = { roundTrip: Infinity, offset: 0 };
	for (let sample = 0; sample < samples; sample++) {
		const sent = performance.now();
		const { rows } = await sql<{ ms: number }>`
			select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
		const roundTrip = performance.now() - sent;
		const ms = rows[0]?.ms;
		if (ms !== undefined && roundTrip < best.roundTrip)
			best = { roundTrip, offset: ms - sent - roundTrip / 2 };
		if (sample + 1 >= SAMPLES && best.roundTrip <= QUICK_MS) break;
	}
	return best;
}
