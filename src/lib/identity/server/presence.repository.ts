// Where the comparing of faces stands, for all processes; written under the attempt's row lock.
import { sql, type Transaction } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Millis } from '../../shared/clock.ts';
import { NO_LIKENESS, type Likeness } from '../same-person.ts';

type Tx = Transaction<Database>;

export interface KeptLikeness {
	readonly likeness: Likeness;
	/** The frame of the lowest score, wrapped. */
	readonly sealed: string | null;
}

export async function readLikeness(tx: Tx, attempt: string): Promise<KeptLikeness> {
	const row = await tx
		.selectFrom('face_presence')
		.selectAll()
		.where('attempt_id', '=', attempt)
		.executeTakeFirst();
	if (!row) return { likeness: NO_LIKENESS, sealed: null };
	const { low, good, low_from: from, lowest, incident, sealed } = row;
	return { likeness: { low, good, from, lowest, incident }, sealed };
}

export async function writeLikeness(
	tx: Tx,
	attempt: string,
	{ likeness, sealed }: KeptLikeness,
	now: Millis
): Promise<void> {
	const { low, good, from, lowest, incident } = likeness;
	const row = { looked_at: now, low, good, low_from: from, lowest, incident, sealed };
	await tx
		.insertInto('face_presence')
		.values({ attempt_id: attempt, ...row })
		.onConflict((conflict) => conflict.column('attempt_id').doUpdateSet(row))
		.execute();
}

/** Of attempts that have ended, or whose candidate has taken their word back: nobody counts there any more. */
export async function forgetLikenesses(db: Db): Promise<void> {
	await db
		.deleteFrom('face_presence')
		.where('attempt_id', 'in', (from) =>
			from
				.selectFrom('attempts')
				.select('id')
				.where((row) =>
					row.or([
						sql<boolean>`coalesce(state::jsonb -> 'ended', 'null') <> 'null'`,
						sql<boolean>`coalesce(state::jsonb #>> '{face,consent,given}', 'false') <> 'true'`
					])
				)
		)
		.execute();
}

export async function forgetLikeness(tx: Db, attempt: string): Promise<void> {
	await tx.deleteFrom('face_presence').where('attempt_id', '=', attempt).execute();
}
