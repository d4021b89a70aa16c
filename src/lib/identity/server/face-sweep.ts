// What is left of faces and needed no more: logins that came to nothing, with the frames nobody judged; a frame of the
// interview that was kept for a count, once nobody counts any more.
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { deleteFaceLogins } from './face-login.repository.ts';
import { forgetLikenesses } from './presence.repository.ts';

const EVERY_MS = 30_000;
/** One that expires while it is being judged is let alone. */
const GRACE_MS = 60_000;

export interface FaceSweep {
	/** One round. @returns how many logins have gone */
	round(): Promise<number>;
	stop(): Promise<void>;
}

export interface FaceSweepOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number;
}

export function startFaceSweep({
	db,
	clock,
	log,
	everyMs = EVERY_MS
}: FaceSweepOptions): FaceSweep {
	let running: Promise<number> | null = null;

	async function sweep(): Promise<number> {
		await forgetLikenesses(db);
		return deleteFaceLogins(db, clock.now() - GRACE_MS);
	}
	const round = (): Promise<number> =>
		(running ??= sweep().finally(() => {
			running = null;
		}));
	const timer = setInterval(() => {
		round().catch((error: unknown) => log.warn({ err: String(error) }, 'face sweep failed'));
	}, everyMs);
	timer.unref();

	return {
		round,
		async stop() {
			clearInterval(timer);
			await running?.catch(() => {});
		}
	};
}
