// A command whose id has been told before: the answer it got, unless what comes now says something else.
import { canonicalJson } from '../../shared/digest.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Db } from '../../server/db/database.ts';
import type { AttemptEvent } from '../events.ts';

export interface KnownCommand {
	readonly outcome: ErrorCode | 'ok';
	/** By its line and the words beside it, as long as they lie there open. */
	readonly same: boolean;
}

/** Null: never told. */
export async function knownCommand(
	tx: Db,
	attempt: string,
	id: string,
	{ type, payload = null }: AttemptEvent
): Promise<KnownCommand | null> {
	const known = await tx
		.selectFrom('attempt_commands as command')
		.leftJoin('attempt_events as line', (join) =>
			join.onRef('line.attempt_id', '=', 'command.attempt_id').onRef('line.seq', '=', 'command.seq')
		)
		.leftJoin('attempt_payloads as beside', (join) =>
			join
				.onRef('beside.attempt_id', '=', 'command.attempt_id')
				.onRef('beside.seq', '=', 'command.seq')
				.on('beside.sealed', '=', false)
		)
		.select(['command.outcome', 'line.type', 'beside.content'])
		.where('command.attempt_id', '=', attempt)
		.where('command.id', '=', id)
		.executeTakeFirst();
	if (!known) return null;
	const sameKind = known.type === null || known.type === type;
	const sameWords = known.content === null || known.content === canonicalJson(payload);
	return { outcome: known.outcome as KnownCommand['outcome'], same: sameKind && sameWords };
}
