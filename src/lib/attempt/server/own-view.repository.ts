// What a candidate's own page is told beside the projection: details, comments, the phone's last word.
import { heardPhones } from '../../evidence/server/phone-report.repository.ts';
import type { EventData } from '../events.ts';
import type { HeardPhone } from '../../live/wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { OwnComment, OwnDetails } from '../device-view.ts';
import { saidIn, wordsOf } from './words.repository.ts';

/** Region and the last four stay, of a passport's number the ends: enough to recognise, too little for a photograph. */
function maskIdNumber(number: string): string {
	const [head, tail] = number.length < 11 ? [1, 2] : [6, 4];
	const hidden = Math.max(1, number.length - head - tail);
	return `${number.slice(0, head)}${'*'.repeat(hidden)}${number.slice(-tail)}`;
}

export async function ownDetails(db: Db, attempt: string): Promise<OwnDetails | undefined> {
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select([
			'candidates.name',
			'candidates.admission',
			'candidates.id_number',
			'candidates.position',
			'rooms.name as room',
			'sittings.code as sittingCode'
		])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return undefined;
	const { id_number, ...details } = row;
	return { ...details, idNumber: maskIdNumber(id_number) };
}

/** I4: an invigilator has been present in this candidate's room; it stays open. */
export async function roomIsOpen(db: Db, attempt: string): Promise<boolean> {
	const room = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.select('rooms.opened_at')
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	return room !== undefined && room.opened_at !== null;
}

/** C34 */
export async function commentsOf(db: Db, attempt: string): Promise<OwnComment[]> {
	const { rows } = await wordsOf(db, attempt, ['incident.commented']);
	return rows.map((row) => ({
		...saidIn(row),
		incident: (JSON.parse(row.data) as EventData<'incident.commented'>).incident
	}));
}

/** P5: what its phone has said last. */
export const heardPhone = async (db: Db, attempt: string): Promise<HeardPhone | null> =>
	(await heardPhones(db, [attempt])).get(attempt) ?? null;
