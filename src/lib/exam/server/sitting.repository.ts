// Sittings that are not over.
import type { Millis } from '../../shared/clock.ts';
import type { ExamRules } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';

/** Sittings that still expect recordings, with what they may bring. */
export async function openSittings(
	db: Db,
	now: Millis
): Promise<{ candidates: number; startsAt: Millis; endsAt: Millis; rules: ExamRules }[]> {
	const rows = await db
		.selectFrom('sittings')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.innerJoin('rooms', 'rooms.sitting_id', 'sittings.id')
		.innerJoin('candidates', 'candidates.room_id', 'rooms.id')
		.select((eb) => [
			'sittings.id',
			'sittings.starts_at as startsAt',
			'sittings.ends_at as endsAt',
			eb.fn.countAll<number>().as('candidates')
		])
		.where('sittings.ends_at', '>', now)
		.groupBy('sittings.id')
		.execute();
	if (rows.length === 0) return [];
	const rules = await db
		.selectFrom('sittings')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.select(['sittings.id', 'exams.rules'])
		.where(
			'sittings.id',
			'in',
			rows.map((row) => row.id)
		)
		.execute();
	const byId = new Map(rules.map((row) => [row.id, row.rules]));
	return rows.flatMap(({ id, ...row }) => {
		const found = byId.get(id);
		return found ? [{ ...row, rules: found }] : [];
	});
}
