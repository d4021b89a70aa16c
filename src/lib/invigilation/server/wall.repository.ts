// A room as its page names it (I1), and who is watched closely. No decision here.
import { completeRules } from '../../attempt/rules.ts';
import { loginOpensAt } from '../../attempt/time-rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { WallRoom } from '../wall-view.ts';

export async function findWallRoom(db: Db, room: string): Promise<WallRoom | null> {
	const row = await db
		.selectFrom('rooms')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.select(['rooms.id', 'rooms.name', 'rooms.opened_at as openedAt'])
		.select(['sittings.code', 'sittings.kind'])
		.select(['sittings.starts_at as startsAt', 'sittings.ends_at as endsAt'])
		.select(['exams.id as exam', 'exams.rules', 'exams.texts'])
		.where('rooms.id', '=', room)
		.executeTakeFirst();
	if (!row) return null;
	const { id, name, openedAt, startsAt, endsAt, code, kind, exam, texts } = row;
	const rules = completeRules(row.rules);
	return {
		...{ id, name, openedAt, startsAt, endsAt },
		exam: { id: exam, title: texts.title, kind, sittingCode: code },
		loginOpensAt: loginOpensAt({ startsAt, endsAt }, rules),
		demandsInvigilator: rules.invigilator === 'required',
		// an exam that was imported before there were any has none
		prepared: (texts as Partial<typeof texts>).prepared ?? []
	};
}

/** Doing it twice is harmless; who began stays on record. */
export async function writeWatched(
	db: Db,
	candidate: string,
	by: { readonly account: string; readonly at: Millis } | null
): Promise<void> {
	if (!by) {
		await db.deleteFrom('watched_candidates').where('candidate_id', '=', candidate).execute();
		return;
	}
	await db
		.insertInto('watched_candidates')
		.values({ candidate_id: candidate, account_id: by.account, at: by.at })
		.onConflict((known) => known.column('candidate_id').doNothing())
		.execute();
}
