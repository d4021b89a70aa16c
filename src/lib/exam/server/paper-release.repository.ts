// What the push at the start second is prepared from: sittings near their start, and who has entered.
import { sql } from 'kysely';
import type { Millis } from '../../shared/clock.ts';
import type { Db } from '../../server/db/database.ts';
import type { KeyRow } from './paper.repository.ts';

export interface ComingSitting extends KeyRow {
	readonly sitting: string;
	readonly startsAt: Millis;
}

/** Sittings with a paper that are running, or begin before `until`. */
export async function comingSittings(db: Db, now: Millis, until: Millis): Promise<ComingSitting[]> {
	return db
		.selectFrom('sittings')
		.innerJoin('papers', 'papers.sitting_id', 'sittings.id')
		.select(['sittings.id as sitting', 'sittings.starts_at as startsAt'])
		.select(['papers.id as paper', 'papers.version', 'papers.wrapped_key as wrappedKey'])
		.where('sittings.starts_at', '<', until)
		.where('sittings.ends_at', '>', now)
		.execute();
}

/** The live lease of each attempt that has entered and may read now. */
export async function enteredLeases(
	db: Db,
	sitting: string,
	startsAt: Millis
): Promise<Map<string, string>> {
	// read out of the JSON by the database: a thousand whole states would take this thread longer than the push
	const rows = await db
		.selectFrom('attempts')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.select(['attempts.id', sql<string | null>`attempts.state->>'lease'`.as('lease')])
		.where('rooms.sitting_id', '=', sitting)
		.where(sql<boolean>`attempts.state->>'enteredAt' is not null`)
		// an attempt that was frozen with a later start waits for its own
		.where(sql<boolean>`(attempts.state->'frozen'->>'startsAt')::bigint <= ${startsAt}`)
		.execute();
	return new Map(rows.flatMap(({ id, lease }) => (lease === null ? [] : [[id, lease]])));
}

/** Once for each version: that its key was given out (A1). */
export async function noteRelease(db: Db, row: KeyRow, at: Millis): Promise<void> {
	const said = await db
		.selectFrom('paper_openings')
		.select('at')
		.where('paper_id', '=', row.paper)
		.where('version', '=', row.version)
		.where('opened_by', '=', 'release')
		.executeTakeFirst();
	if (said) return;
	await db
		.insertInto('paper_openings')
		.values({
			paper_id: row.paper,
			version: row.version,
			opened_by: 'release',
			attempt_id: null,
			account_id: null,
			at
		})
		.execute();
}
