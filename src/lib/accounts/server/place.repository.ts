// Where a thing lies, for the gate. Who reads the thing's own row anyway (a candidate's page, the desk, a film) reads the place
// with it, by the same way, so that one room decides for page, act, film and socket: a candidate's room is the roster's, and
// somebody who is moved takes their attempt along.
import type { Db } from '../../server/db/database.ts';
import { isId } from '../../shared/fields.ts';
import type { Place } from '../permissions.ts';

/** Null: there is no such thing. */
export type PlaceOf = (id: string) => Promise<Place | null>;

export interface Places {
	readonly room: PlaceOf;
	readonly candidate: PlaceOf;
	readonly attempt: PlaceOf;
	readonly part: PlaceOf;
	/** Of many at once; what does not exist is not in it. */
	readonly attempts: (ids: readonly string[]) => Promise<ReadonlyMap<string, Place>>;
}

export function createPlaces(db: Db): Places {
	const rooms = () =>
		db
			.selectFrom('rooms')
			.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
			.select(['rooms.id as room', 'sittings.exam_id as exam']);
	const candidates = () => rooms().innerJoin('candidates', 'candidates.room_id', 'rooms.id');
	const attempts = () =>
		candidates().innerJoin('attempts', 'attempts.candidate_id', 'candidates.id');
	const one = async (id: string, ask: () => Promise<Place | undefined>): Promise<Place | null> =>
		isId(id) ? ((await ask()) ?? null) : null;

	return {
		room: (id) => one(id, () => rooms().where('rooms.id', '=', id).executeTakeFirst()),
		candidate: (id) =>
			one(id, () => candidates().where('candidates.id', '=', id).executeTakeFirst()),
		attempt: (id) => one(id, () => attempts().where('attempts.id', '=', id).executeTakeFirst()),
		part: (id) =>
			one(id, () =>
				attempts()
					.innerJoin('parts', 'parts.attempt_id', 'attempts.id')
					.where('parts.id', '=', id)
					.executeTakeFirst()
			),
		async attempts(ids) {
			const known = ids.filter(isId);
			if (known.length === 0) return new Map();
			const rows = await attempts()
				.select('attempts.id')
				.where('attempts.id', 'in', known)
				.execute();
			return new Map(rows.map(({ id, exam, room }) => [id, { exam, room }]));
		}
	};
}
