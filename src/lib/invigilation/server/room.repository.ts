// Sittings and rooms as staff see them: only those that the person may (I1).
import { may, type Person } from '../../accounts/permissions.ts';
import { wholeState, type AttemptState } from '../../attempt/attempt-state.ts';
import type { VisibleRoom, VisibleSitting } from '../visible-sitting.ts';
import type { Db } from '../../server/db/database.ts';

/** The latest first; a sitting without a room for this person is left out. */
export async function visibleSittings(db: Db, person: Person): Promise<VisibleSitting[]> {
	const rows = await db
		.selectFrom('rooms')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.select(['sittings.id as sitting', 'sittings.code', 'sittings.kind', 'exams.texts'])
		.select(['sittings.starts_at', 'sittings.ends_at', 'exams.id as exam'])
		.select(['rooms.id as room', 'rooms.name'])
		.orderBy('sittings.starts_at', 'desc')
		.orderBy('rooms.name')
		.execute();
	const sittings = new Map<string, VisibleSitting & { rooms: VisibleRoom[] }>();
	for (const row of rows) {
		const room = { id: row.room, exam: row.exam, name: row.name };
		if (!may(person, 'room.view', { exam: row.exam, room: row.room })) continue;
		const known = sittings.get(row.sitting);
		if (known) known.rooms.push(room);
		else
			sittings.set(row.sitting, {
				id: row.sitting,
				code: row.code,
				kind: row.kind,
				title: row.texts.title,
				startsAt: row.starts_at,
				endsAt: row.ends_at,
				rooms: [room]
			});
	}
	return [...sittings.values()];
}

export interface RosterLine {
	readonly room: string;
	readonly candidate: string;
	readonly name: string;
	readonly admission: string;
	readonly attempt: string | null;
	readonly state: AttemptState | null;
}

export async function rosterOf(db: Db, rooms: readonly string[]): Promise<RosterLine[]> {
	if (rooms.length === 0) return [];
	const rows = await db
		.selectFrom('candidates')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['candidates.room_id as room', 'candidates.id as candidate'])
		.select(['candidates.name', 'candidates.admission'])
		.select(['attempts.id as attempt', 'attempts.state'])
		.where('candidates.room_id', 'in', rooms)
		.execute();
	// as an earlier version has kept it, perhaps
	return rows.map((row) => ({ ...row, state: row.state && wholeState(row.state) }));
}
