// A room's own record, and what is written into it for whoever takes over (I3).
import type { Audit } from '../../accounts/server/audit.ts';
import { bindRequest } from '../../accounts/server/staff-request.ts';
import { appendToRoomLog, roomLog } from '../../invigilation/server/room-log.repository.ts';
import type { RoomLogEntry } from '../../invigilation/room-log.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Speaker } from './chat.service.ts';

export interface RoomNotes {
	/** Oldest first. */
	read(room: string): Promise<RoomLogEntry[]>;
	/** The same `id` does it once. 'act.id-taken': it stands for something else. */
	note(
		room: string,
		note: { readonly id: string; readonly text: string },
		speaker: Speaker
	): Promise<Result<void, Refusal>>;
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
				const at = clock.now();
				const target = `room:${room}`;
				const request = { id, account, target, asks: { note: text } };
				if ((await bindRequest(tx, request, at)) === 'another') return err(refuse('act.id-taken'));
				const entry = { id, room, account, kind: 'note', data: { text }, at } as const;
				if (await appendToRoomLog(tx, entry))
					await audit.append({ account, address, target, action: 'room.noted' }, tx);
				return ok(undefined);
			})
	};
}
