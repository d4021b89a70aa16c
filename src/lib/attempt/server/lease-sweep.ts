// Requests of pages that have been left without a word (C8): nobody should be asked about a device that has gone.
import type { Clock } from '../../shared/clock.ts';
import { startRounds, type Rounds } from '../../server/rounds.ts';
import type { Log } from '../../shared/log.ts';
import type { Db } from '../../server/db/database.ts';
import type { DatabaseAttemptWriter } from './attempt-writer.ts';
import { requestsUnheardSince, settleRequest } from './lease.repository.ts';
import { withdrawn } from './lease.service.ts';

/** An asking page comes every few seconds. */
const ASKING_SILENT_MS = 30_000;
const EVERY_MS = 5000;
const BATCH = 50;

export interface LeaseSweepOptions {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'apply'>;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number;
}

export function startLeaseSweep(options: LeaseSweepOptions): Rounds {
	const { db, writer, clock, log, everyMs = EVERY_MS } = options;

	async function sweep(): Promise<number> {
		const left = await requestsUnheardSince(db, clock.now() - ASKING_SILENT_MS, BATCH);
		for (const { id, attempt } of left) {
			// answered meanwhile, or over: refused, and that is well
			await writer.apply(attempt, withdrawn(id));
			await settleRequest(db, id);
		}
		return left.length;
	}

	return startRounds('lease sweep', everyMs, log, sweep);
}
