// Who has which room before them (I4), by any process, and since when a room is open. No decision here.
import { sql } from 'kysely';
import { ATTEMPT_CHANNEL } from '../../attempt/server/attempt-writer.ts';
import type { PresentHere } from '../../live/server/staff-feed-ports.ts';
import type { PresentPerson } from '../../live/staff-wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';

/** On which every process hears that others are present in a room; the payload is its id. */
export const PRESENCE_CHANNEL = 'presence';
/** … and that its record, its opening, or who is watched closely, is another. */
export const ROOM_CHANNEL = 'room';

/** Renewed every 15 s: a page that is gone without a word is over after this. */
const PRESENT_MS = 60_000;

/** Whoever reads this room's page reads it again. In the transaction that changed it, or after. */
export async function announceRoom(db: Db, room: string): Promise<void> {
	await sql`select pg_notify(${ROOM_CHANNEL}, ${room})`.execute(db);
}

export async function writePresence(
	db: Db,
	here: readonly PresentHere[],
	now: Millis
): Promise<void> {
	if (here.length === 0) return;
	const column = <K extends 'room' | 'account' | 'attempt'>(key: K) => here.map((one) => one[key]);
	await sql`
		insert into room_presence (room_id, account_id, attempt_id, heard_at)
		select room, account, attempt, ${now} from unnest(
			${column('room')}::uuid[], ${column('account')}::uuid[], ${column('attempt')}::uuid[]
		) as here (room, account, attempt)
		on conflict (room_id, account_id) do update set
			heard_at = greatest(room_presence.heard_at, excluded.heard_at),
			attempt_id = excluded.attempt_id`.execute(db);
}

export async function endPresence(db: Db, gone: readonly PresentHere[]): Promise<void> {
	if (gone.length === 0) return;
	await sql`
		delete from room_presence using unnest(
			${gone.map(({ room }) => room)}::uuid[], ${gone.map(({ account }) => account)}::uuid[]
		) as gone (room, account)
		where room_id = gone.room and account_id = gone.account`.execute(db);
}

export async function announcePresence(db: Db, rooms: readonly string[]): Promise<void> {
	await sql`select pg_notify(${PRESENCE_CHANNEL}, room) from unnest(${rooms}::text[]) room`.execute(
		db
	);
}

export async function presentIn(
	db: Db,
	rooms: readonly string[],
	now: Millis
): Promise<ReadonlyMap<string, PresentPerson[]>> {
	if (rooms.length === 0) return new Map();
	const rows = await db
		.selectFrom('room_presence')
		.innerJoin('accounts', 'accounts.id', 'room_presence.account_id')
		.select(['room_id as room', 'account_id as account', 'accounts.name', 'attempt_id as attempt'])
		.where('room_id', 'in', rooms)
		.where('heard_at', '>', now - PRESENT_MS)
		.orderBy('accounts.name')
		.orderBy('account_id')
		.execute();
	const byRoom = Map.groupBy(rows, ({ room }) => room);
	return new Map(
		rooms.map((room) => [
			room,
			(byRoom.get(room) ?? []).map(({ account, name, attempt }) => ({ account, name, attempt }))
		])
	);
}

/**
 * The first present invigilator opens a room, once its login is open. Its attempts are told, so that whoever waits at the
 * gate asks again.
 */
export async function openRooms(db: Db, rooms: readonly string[], now: Millis): Promise<void> {
	if (rooms.length === 0) return;
	await sql`
		with opened as (
			update rooms set opened_at = ${now} from sittings, exams
			where sittings.id = rooms.sitting_id and exams.id = sittings.exam_id
			and rooms.id = any(${rooms}::uuid[]) and rooms.opened_at is null
			and sittings.starts_at - (exams.rules ->> 'loginOpensBeforeMs')::bigint <= ${now}
			returning rooms.id
		)
		select pg_notify(${ROOM_CHANNEL}, id::text) from opened
		union all
		select pg_notify(${ATTEMPT_CHANNEL}, attempts.id::text)
		from opened join candidates on candidates.room_id = opened.id
		join attempts on attempts.candidate_id = candidates.id`.execute(db);
}

/** I4: a present invigilator has opened it; it stays open. */
export async function roomIsOpen(db: Db, room: string): Promise<boolean> {
	const row = await db
		.selectFrom('rooms')
		.select('opened_at')
		.where('id', '=', room)
		.executeTakeFirst();
	return (row?.opened_at ?? null) !== null;
}
