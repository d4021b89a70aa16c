// Nobody watches an interview that is over: its small pictures go an hour after its end. The film stays.
import type { Clock } from '../../shared/clock.ts';
import { startRounds, type Rounds } from '../../server/rounds.ts';
import type { Log } from '../../shared/log.ts';
import type { Db } from '../../server/db/database.ts';
import type { PictureFiles } from './picture-files.ts';
import { forgetTimes, underWaySince } from './picture.repository.ts';

/** P6: until then a phone may still film, and the list of the hour is before the candidate. */
const KEPT_MS = 3_600_000;
const EVERY_MS = 300_000;

export interface PictureSweepOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly files: PictureFiles;
	readonly everyMs?: number;
}

export function startPictureSweep(options: PictureSweepOptions): Rounds {
	const { db, clock, log, files, everyMs = EVERY_MS } = options;

	/** By what lies there: nothing is forgotten, whatever was killed when. Also what no attempt is known of any more. */
	async function sweep(): Promise<number> {
		const kept = await files.attempts();
		if (kept.length === 0) return 0;
		const underWay = await underWaySince(db, kept, clock.now() - KEPT_MS);
		const over = kept.filter((attempt) => !underWay.has(attempt));
		if (over.length === 0) return 0;
		await forgetTimes(db, over);
		await files.remove(new Set(over));
		return over.length;
	}

	return startRounds('picture sweep', everyMs, log, sweep);
}
