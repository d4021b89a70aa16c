// What is left of faces and needed no more: logins that came to nothing, with the frames nobody judged; a frame of the
// interview that was kept for a count, once nobody counts any more.
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { startRounds, type Rounds } from '../../server/rounds.ts';
import type { Log } from '../../shared/log.ts';
import { deleteFaceLogins } from './face-login.repository.ts';
import { forgetLikenesses } from './presence.repository.ts';

const EVERY_MS = 30_000;
/** One that expires while it is being judged is let alone. */
const GRACE_MS = 60_000;

export interface FaceSweepOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number;
}

export function startFaceSweep({ db, clock, log, everyMs = EVERY_MS }: FaceSweepOptions): Rounds {
	async function sweep(): Promise<number> {
		await forgetLikenesses(db);
		return deleteFaceLogins(db, clock.now() - GRACE_MS);
	}
	return startRounds('face sweep', everyMs, log, sweep);
}
