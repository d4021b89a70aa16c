// What a candidate's own page is told beside the projection: details, conversation.
import { heardPhones } from '../../evidence/server/phone-report.repository.ts';
import type { EventData, EventType } from '../events.ts';
import type { HeardPhone } from '../../live/wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { ChatLine, OwnComment, OwnDetails } from '../device-view.ts';

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

/** In the order of the log; what was erased has no content any more. */
const wordsOf = (db: Db, attempt: string, types: readonly EventType[]) =>
	db
		.selectFrom('attempt_events as line')
		.leftJoin('attempt_payloads as payload', (join) =>
			join.onRef('payload.attempt_id', '=', 'line.attempt_id').onRef('payload.seq', '=', 'line.seq')
		)
		.leftJoin('attempt_commands as command', (join) =>
			join.onRef('command.attempt_id', '=', 'line.attempt_id').onRef('command.seq', '=', 'line.seq')
		)
		.select(['line.seq', 'line.type', 'line.data', 'line.client_at', 'line.server_at'])
		.select(['payload.content', 'command.id as command'])
		.where('line.attempt_id', '=', attempt)
		.where('line.type', 'in', types)
		.orderBy('line.seq')
		.execute();
type Words = Awaited<ReturnType<typeof wordsOf>>[number];

const saidIn = ({ seq, command, content, client_at, server_at }: Words) => ({
	id: command ?? `line-${seq}`,
	text: content === null ? null : (JSON.parse(content) as { text: string }).text,
	// a device whose clock was ahead has not written in the future
	at: Math.min(client_at ?? server_at, server_at)
});

/** C21 */
export async function chatOf(db: Db, attempt: string): Promise<ChatLine[]> {
	const rows = await wordsOf(db, attempt, ['help.sent', 'help.answered']);
	return rows.map((row) => ({
		...saidIn(row),
		from: row.type === 'help.sent' ? ('candidate' as const) : ('staff' as const)
	}));
}

/** C34 */
export async function commentsOf(db: Db, attempt: string): Promise<OwnComment[]> {
	const rows = await wordsOf(db, attempt, ['incident.commented']);
	return rows.map((row) => ({
		...saidIn(row),
		incident: (JSON.parse(row.data) as EventData<'incident.commented'>).incident
	}));
}

/** P5: what its phone has said last. */
export const heardPhone = async (db: Db, attempt: string): Promise<HeardPhone | null> =>
	(await heardPhones(db, [attempt])).get(attempt) ?? null;
