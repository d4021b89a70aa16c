// How many messages of each candidate have no answer (I3): the one place where it is said what an answer is.
import { sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';

/** Messages of the candidate after the last that was said to them alone; what the whole room is told answers nobody. */
export async function readUnread(
	db: Db,
	attempts: readonly string[]
): Promise<ReadonlyMap<string, number>> {
	if (attempts.length === 0) return new Map();
	const { rows } = await sql<{ id: string; unread: number }>`
		with answered as (
			select attempt_id, max(seq) as seq from attempt_events
			where attempt_id = any(${attempts}::uuid[])
			and type in ('help.answered', 'warning.given') and not data::jsonb ? 'broadcast'
			group by attempt_id
		)
		select sent.attempt_id as id, count(*)::int as unread
		from attempt_events sent left join answered on answered.attempt_id = sent.attempt_id
		where sent.attempt_id = any(${attempts}::uuid[]) and sent.type = 'help.sent'
		and sent.seq > coalesce(answered.seq, -1)
		group by sent.attempt_id`.execute(db);
	return new Map(rows.map(({ id, unread }) => [id, unread]));
}
