// A room's own record (room-log.ts). No decision here; whoever has appended is told apart from whoever did it again.
import type { Db } from '../../server/db/database.ts';
import type { RoomLogData, RoomLogEntry, RoomLogKind, RoomLogOf } from '../room-log.ts';
import { announceRoom } from './presence.repository.ts';

interface AppendedEntry<K extends RoomLogKind> {
	/** Of the form that made it. */
	readonly id: string;
	readonly room: string;
	readonly account: string;
	readonly kind: K;
	readonly data: RoomLogOf<K>;
	readonly at: number;
}

/** @returns false: an entry with this id is there already, and nothing was done */
export async function appendToRoomLog<K extends RoomLogKind>(
	tx: Db,
	{ id, room, account, kind, data, at }: AppendedEntry<K>
): Promise<boolean> {
	const row = { room_id: room, account_id: account, data: JSON.stringify(data) };
	const added = await tx
		.insertInto('room_log')
		.values({ id, kind, at, ...row })
		.onConflict((known) => known.column('id').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!added) return false;
	await announceRoom(tx, room);
	return true;
}

export async function roomLogEntry(
	db: Db,
	id: string
): Promise<{ room: string; kind: RoomLogKind; data: RoomLogData } | null> {
	const row = await db
		.selectFrom('room_log')
		.select(['room_id as room', 'kind', 'data'])
		.where('id', '=', id)
		.executeTakeFirst();
	return row ?? null;
}

/** Oldest first. */
export async function roomLog(db: Db, room: string): Promise<RoomLogEntry[]> {
	const rows = await db
		.selectFrom('room_log')
		.innerJoin('accounts', 'accounts.id', 'room_log.account_id')
		.select(['room_log.id', 'kind', 'data', 'at', 'account_id', 'accounts.name'])
		.where('room_id', '=', room)
		.orderBy('at')
		.orderBy('room_log.id')
		.execute();
	return rows.map(
		({ id, kind, data, at, account_id, name }) =>
			({ id, kind, data, at, by: { account: account_id, name } }) as RoomLogEntry
	);
}
