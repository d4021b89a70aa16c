// Applies what the clock has made due to attempts that nobody asks about (C23): a device that never comes back is ended
// by the server. Late and slowly: whoever is there needs no hand, and a whole sitting must not move in one second.
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { startRounds, type Rounds } from '../../server/rounds.ts';
import type { Log } from '../../shared/log.ts';
import type { DatabaseAttemptWriter } from './attempt-writer.ts';

export interface SchedulerOptions {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'settle'>;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number;
	/** Devices come by themselves within this time after something is due; then they are left alone. */
	readonly graceMs?: number;
	readonly batch?: number;
}

const EVERY_MS = 1000;
const GRACE_MS = 5000;
/** A second settles at most this many: a thousand candidates are through in half a minute. */
const BATCH = 40;

export function startAttemptScheduler(options: SchedulerOptions): Rounds {
	const { db, writer, clock, log } = options;
	const { everyMs = EVERY_MS, graceMs = GRACE_MS, batch = BATCH } = options;
	let stopped = false;
	/** Attempts that could not be settled: they must not stand in the way of the others, and are tried again later. */
	const failed = new Set<string>();

	/** Several processes may take the same attempt: settling twice is harmless, the second finds nothing due. */
	const due = (now: Millis): Promise<{ id: string }[]> =>
		db
			.selectFrom('attempts')
			.select('id')
			.where('due_at', '<=', now - graceMs)
			.$if(failed.size > 0, (query) => query.where('id', 'not in', [...failed]))
			.orderBy('due_at')
			.limit(batch)
			.execute();

	async function settle(attempt: string): Promise<void> {
		try {
			await writer.settle(attempt);
		} catch (error) {
			failed.add(attempt);
			log.warn({ attempt, err: String(error) }, 'could not be settled');
		}
	}

	async function settleDue(): Promise<number> {
		const rows = await due(clock.now());
		for (const { id } of rows) {
			if (stopped) break;
			await settle(id);
		}
		if (rows.length > 0) log.info({ attempts: rows.length }, 'settled by the clock');
		else failed.clear();
		return rows.length;
	}

	const rounds = startRounds('scheduler', everyMs, log, settleDue);
	return {
		round: rounds.round,
		async stop() {
			stopped = true;
			await rounds.stop();
		}
	};
}
