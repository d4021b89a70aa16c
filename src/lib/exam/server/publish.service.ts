// Publishing the results of a sitting: said in each attempt's log, so that devices may free what the server has.
import { missingParts } from '../../attempt/attempt-state.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Clock } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import { isId } from '../../shared/fields.ts';

export interface Published {
	readonly attempts: number;
	/** Whose recordings are not all here: their devices keep what the server has not verified. */
	readonly missing: readonly { readonly admission: string; readonly parts: number }[];
}

/** @param sitting id or code. Publishing twice is harmless. */
export async function publishSitting(
	{ db, writer, clock }: { db: Db; writer: DatabaseAttemptWriter; clock: Clock },
	sitting: string
): Promise<Result<Published, 'unknown' | 'not-over'>> {
	const found = await db
		.selectFrom('sittings')
		.select(['id', 'ends_at'])
		.where(isId(sitting) ? 'id' : 'code', '=', sitting)
		.executeTakeFirst();
	if (!found) return err('unknown');
	if (found.ends_at > clock.now()) return err('not-over');
	await db
		.updateTable('sittings')
		.set({ published_at: clock.now() })
		.where('id', '=', found.id)
		.where('published_at', 'is', null)
		.execute();
	const attempts = await db
		.selectFrom('attempts')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.select(['attempts.id', 'candidates.admission'])
		.where('rooms.sitting_id', '=', found.id)
		.execute();
	const missing = [];
	for (const { id, admission } of attempts) {
		const applied = await writer.apply(id, { type: 'results.published', data: {} });
		const parts = applied.ok ? missingParts(applied.value.state).length : 0;
		if (parts > 0) missing.push({ admission, parts });
	}
	return ok({ attempts: attempts.length, missing });
}
