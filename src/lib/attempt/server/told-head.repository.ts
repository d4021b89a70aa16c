// How far an attempt's computer has been told of its log, by its own word (I3). In a table of its own: a device says it
// every few seconds, and must neither wait for the attempt's lock nor hold it.
import { sql } from 'kysely';
import type { DeviceGrant } from './tokens.ts';
import type { Db } from '../../server/db/database.ts';

/** Never goes back, and only by the computer in charge. @param seq of a line that the log has */
export async function keepTold(
	db: Db,
	{ attempt, lease }: Pick<DeviceGrant, 'attempt' | 'lease'>,
	seq: number
): Promise<void> {
	await db
		.insertInto('told_heads')
		.columns(['attempt_id', 'seq'])
		.expression((read) =>
			read
				.selectFrom('attempts')
				.select(['id', sql<number>`${seq}::bigint`.as('seq')])
				.where('id', '=', attempt)
				.where(sql<boolean>`state ->> 'lease' = ${lease}`)
		)
		.onConflict((known) =>
			known
				.column('attempt_id')
				.doUpdateSet({ seq })
				.where('told_heads.seq', '<', sql<number>`excluded.seq`)
		)
		.execute();
}

/** 0 where it has said nothing yet: the first line is the attempt's beginning. */
export async function toldSeq(db: Db, attempt: string): Promise<number> {
	const row = await db
		.selectFrom('told_heads')
		.select('seq')
		.where('attempt_id', '=', attempt)
		.executeTakeFirst();
	return row?.seq ?? 0;
}
