// A room's own record, and what is written into it for whoever takes over (I3).
import type { Audit } from '../../accounts/server/audit.ts';
import { appendToRoomLog, roomLog } from '../../invigilation/server/room-log.repository.ts';
import type { RoomLogEntry } from '../../invigilation/room-log.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Speaker } from './chat.service.ts';

export interface RoomNotes {
	/** Oldest first. */
	read(room: string): Promise<RoomLogEntry[]>;
	/** The same `id` does it once. */
	note(
		room: string,
		note: { readonly id: string; readonly text: string },
		speaker: Speaker
	): Promise<void>;
}

export function createRoomNotes(parts: {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
}): RoomNotes {
	const { db, clock, audit } = parts;
	return {
		read: (room) => roomLog(db, room),
		note: (room, { id, text }, { account, address }) =>
			db.transaction().execute(async (tx) => {
				const entry = { id, room, account, kind: 'note', data: { text }, at: clock.now() } as const;
				const target = `room:${room}`;
				if (await appendToRoomLog(tx, entry))
					await audit.append({ account, address, target, action: 'room.noted' }, tx);
			})
	};
}
