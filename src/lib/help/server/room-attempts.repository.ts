// Who is in a room, for what is said to all of it. No decision here. A candidate's room is the roster's, as for the gate.
import type { Db } from '../../server/db/database.ts';

export interface RoomAttempts {
	/** On the roster, begun or not. */
	readonly candidates: number;
	readonly begun: readonly string[];
	/** Begun and not ended, as far as the projection has it. */
	readonly running: readonly string[];
}

export async function attemptsOf(db: Db, room: string): Promise<RoomAttempts> {
	const rows = await db
		.selectFrom('candidates')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['attempts.id', 'attempts.stage'])
		.where('candidates.room_id', '=', room)
		.orderBy('candidates.admission')
		.execute();
	const begun = rows.flatMap(({ id, stage }) => (id === null ? [] : [{ id, stage }]));
	const over = ({ stage }: { stage: string | null }): boolean =>
		stage === 'upload' || stage === 'done';
	return {
		candidates: rows.length,
		begun: begun.map(({ id }) => id),
		running: begun.filter((attempt) => !over(attempt)).map(({ id }) => id)
	};
}

/** How many of these commands were done. */
export async function heardBy(
	db: Db,
	commands: readonly { readonly attempt: string; readonly id: string }[]
): Promise<number> {
	if (commands.length === 0) return 0;
	const rows = await db
		.selectFrom('attempt_commands')
		.select('id')
		.where(
			'id',
			'in',
			commands.map(({ id }) => id)
		)
		.where(
			'attempt_id',
			'in',
			commands.map(({ attempt }) => attempt)
		)
		.where('outcome', '=', 'ok')
		.execute();
	return rows.length;
}
