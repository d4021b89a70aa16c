// Where a candidate or an attempt lies, for the acts of staff. No decision here.
import type { Place } from '../../accounts/permissions.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { isId } from '../../shared/fields.ts';

export interface ActedOn {
	readonly place: Place;
	readonly candidate: { readonly id: string; readonly name: string; readonly admission: string };
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	/** Null until the first login, or until a person has let them in. */
	readonly attempt: string | null;
}

export async function actedOn(
	db: Db,
	by: { readonly candidate: string } | { readonly attempt: string }
): Promise<ActedOn | null> {
	const [column, id] =
		'candidate' in by
			? (['candidates.id', by.candidate] as const)
			: (['attempts.id', by.attempt] as const);
	if (!isId(id)) return null;
	const row = await db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['candidates.id', 'candidates.name', 'candidates.admission'])
		.select(['rooms.id as room', 'sittings.exam_id as exam'])
		.select(['sittings.starts_at', 'sittings.ends_at', 'attempts.id as attempt'])
		.where(column, '=', id)
		.executeTakeFirst();
	if (!row) return null;
	const { name, admission, exam, room, attempt } = row;
	return {
		place: { exam, room },
		candidate: { id: row.id, name, admission },
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		attempt
	};
}
