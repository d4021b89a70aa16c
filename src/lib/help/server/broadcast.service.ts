// The same words to a whole room (I3). Each attempt takes them in a transaction of its own, under an id that follows from
// the broadcast's: whoever repeats it after a crash completes it and doubles nothing, and nobody waits for the others.
// The room's own record has it at the end, with how many were told.
import type { Audit } from '../../accounts/server/audit.ts';
import { bindRequest } from '../../accounts/server/staff-request.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { roomLogEntry, appendToRoomLog } from '../../invigilation/server/room-log.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { broadcastLineId } from '../broadcast-line-id.ts';
import type { Audience, Saying, Sent } from '../conversation.ts';
import { attemptsOf, heardBy } from './room-attempts.repository.ts';
import { spoken, type Speaker } from './chat.service.ts';

/** Beside the candidates' own commands: not all the connections to the database. */
const AT_ONCE = 6;

export interface BroadcastService {
	audience(room: string): Promise<Audience>;
	/** To all who have begun and not ended. 'act.id-taken': the id stands for something else. */
	send(room: string, saying: Saying, speaker: Speaker): Promise<Result<Sent, Refusal>>;
}

export interface BroadcastServiceParts {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'applyCommand'>;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly log: Log;
}

export function createBroadcastService(parts: BroadcastServiceParts): BroadcastService {
	const { db, writer, clock, audit, log } = parts;

	async function tell(attempt: string, saying: Saying, account: string): Promise<void> {
		const id = broadcastLineId(saying.id, attempt);
		await writer.applyCommand(attempt, {
			...{ id, lease: null, clientAt: null },
			event: spoken({ ...saying, id }, account, saying.id),
			// ended since the list was read: its candidate is not there any more
			guard: ({ ended }) => (ended ? refuse('attempt.already-ended') : null)
		});
	}

	/** Null: no such broadcast yet. */
	async function before(room: string, id: string): Promise<Result<Sent, Refusal> | null> {
		const entry = await roomLogEntry(db, id);
		if (!entry) return null;
		if (entry.room !== room || !('sent' in entry.data)) return err(refuse('act.id-taken'));
		const { sent, absent } = entry.data;
		return ok({ sent, absent });
	}

	return {
		async audience(room) {
			const { running, candidates } = await attemptsOf(db, room);
			return { running: running.length, absent: candidates - running.length };
		},

		async send(room, saying, speaker) {
			const { id, as, text } = saying;
			const { account, address } = speaker;
			const target = `room:${room}`;
			const request = { id, account, target, asks: { broadcast: as, text } };
			// before anybody is told anything
			if ((await bindRequest(db, request, clock.now())) === 'another')
				return err(refuse('act.id-taken'));
			const known = await before(room, id);
			if (known) return known;
			const { running, begun, candidates } = await attemptsOf(db, room);
			await inTurn(running, (attempt) => tell(attempt, saying, account));
			// also those who were told before it was interrupted, and have ended since
			const sent = await heardBy(
				db,
				begun.map((attempt) => ({ attempt, id: broadcastLineId(id, attempt) }))
			);
			const counts = { sent, absent: candidates - sent };
			const data = { text, warning: as === 'warning', ...counts };
			await db.transaction().execute(async (tx) => {
				const entry = { id, room, account, kind: 'broadcast', data, at: clock.now() } as const;
				if (await appendToRoomLog(tx, entry))
					await audit.append({ account, address, target, action: 'room.addressed' }, tx);
			});
			log.info({ room, account, as, ...counts }, 'staff said to a room');
			return (await before(room, id)) ?? ok(counts);
		}
	};
}

/** A few at a time; when one fails the rest is not begun, and whoever asked may ask again. */
async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	const left = [...items];
	const worker = async (): Promise<void> => {
		for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
	};
	try {
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
	} finally {
		left.length = 0;
	}
}
