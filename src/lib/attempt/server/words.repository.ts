// Words beside the log: what candidate and staff have said, line by line. No decision here.
import type { Db } from '../../server/db/database.ts';
import type { EventType } from '../events.ts';

/** A page that shows a conversation shows no more of it; the whole is in the log. */
const LATEST = 1000;

/**
 * The latest of them, in the order of the log, and whether there are older ones; what was erased has no content any more.
 * @param after a line of the log; those behind it
 */
export async function wordsOf(db: Db, attempt: string, types: readonly EventType[], after = -1) {
	const rows = await db
		.selectFrom('attempt_events as line')
		.leftJoin('attempt_payloads as payload', (join) =>
			join.onRef('payload.attempt_id', '=', 'line.attempt_id').onRef('payload.seq', '=', 'line.seq')
		)
		.leftJoin('attempt_commands as command', (join) =>
			join.onRef('command.attempt_id', '=', 'line.attempt_id').onRef('command.seq', '=', 'line.seq')
		)
		.select(['line.seq', 'line.type', 'line.data', 'line.client_at', 'line.server_at'])
		.select(['payload.content', 'command.id as command'])
		.where('line.attempt_id', '=', attempt)
		.where('line.type', 'in', types)
		.where('line.seq', '>', after)
		.orderBy('line.seq', 'desc')
		.limit(LATEST + 1)
		.execute();
	return { rows: rows.slice(0, LATEST).toReversed(), older: rows.length > LATEST };
}
export type Words = Awaited<ReturnType<typeof wordsOf>>['rows'][number];

/** What whoever reads it may know of any line. */
export const saidIn = ({ seq, command, content, client_at, server_at }: Words) => ({
	id: command ?? `line-${seq}`,
	text: content === null ? null : (JSON.parse(content) as { text: string }).text,
	// a device whose clock was ahead has not written in the future
	at: Math.min(client_at ?? server_at, server_at)
});
