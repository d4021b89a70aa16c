// Reads everything that hangs on one attempt, for its review. No decision here.
import type { Place } from '../../accounts/permissions.ts';
import { wholeState, type AttemptState } from '../../attempt/attempt-state.ts';
import type { LogLine } from '../../attempt/event-log.ts';
import type { Db } from '../../server/db/database.ts';
import type { PartFacts, Witness } from '../review.ts';
import { REMUX_TRIES } from '../../recording/server/remux.service.ts';
import { isId } from '../../shared/fields.ts';

export interface AttemptFacts {
	readonly place: Place;
	readonly candidate: {
		readonly name: string;
		readonly admission: string;
		readonly position: string;
	};
	readonly sitting: { readonly code: string; readonly kind: 'mock' | 'formal' };
	readonly roomName: string;
	readonly state: AttemptState;
	readonly head: { readonly seq: number; readonly hash: string };
}

export async function findAttempt(db: Db, attempt: string): Promise<AttemptFacts | null> {
	if (!isId(attempt)) return null;
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['candidates.name', 'candidates.admission', 'candidates.position'])
		.select(['rooms.id as room', 'rooms.name as room_name'])
		.select(['sittings.exam_id as exam', 'sittings.code', 'sittings.kind'])
		.select(['attempts.state', 'attempts.head_seq', 'attempts.head_hash'])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return null;
	const { name, admission, position, code, kind, state, head_seq: seq, head_hash: hash } = row;
	return {
		place: { exam: row.exam, room: row.room },
		candidate: { name, admission, position },
		sitting: { code, kind },
		roomName: row.room_name,
		// as an earlier version has kept it, perhaps
		state: wholeState(state),
		head: { seq, hash }
	};
}

export interface Words {
	/** Why staff acted (I4). */
	readonly reason?: string;
	/** What somebody wrote. */
	readonly text?: string;
}

/** What lies beside the lines in words, by their number; what was erased is not there. */
export async function readWords(db: Db, attempt: string): Promise<Map<number, Words>> {
	const rows = await db
		.selectFrom('attempt_payloads')
		.select(['seq', 'content'])
		.where('attempt_id', '=', attempt)
		// closed: pictures of faces, no words
		.where('sealed', '=', false)
		.execute();
	return new Map(rows.map(({ seq, content }) => [seq, JSON.parse(content) as Words]));
}

/** The whole log in order, as it was hashed. */
export async function readLog(db: Db, attempt: string): Promise<LogLine[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.selectAll()
		.where('attempt_id', '=', attempt)
		.orderBy('seq')
		.execute();
	return rows.map((row) => ({
		attempt: row.attempt_id,
		seq: row.seq,
		type: row.type,
		data: JSON.parse(row.data) as unknown,
		payload: row.payload_digest,
		clientAt: row.client_at,
		serverAt: row.server_at,
		previous: row.previous,
		hash: row.hash
	}));
}

export async function readParts(
	db: Db,
	attempts: readonly string[]
): Promise<(PartFacts & { readonly attempt: string })[]> {
	if (attempts.length === 0) return [];
	const rows = await db
		.selectFrom('parts')
		.selectAll()
		.where('attempt_id', 'in', attempts)
		.orderBy('started_at')
		.execute();
	return rows.map((row) => ({
		attempt: row.attempt_id,
		id: row.id,
		track: row.track,
		mime: row.mime,
		startedAt: row.started_at,
		bitsPerSecond: row.bits_per_second,
		source: row.source,
		verifiedBytes: row.verified_bytes,
		durationMs: row.duration_ms,
		seekable: row.seekable_at !== null,
		givenUp: row.seekable_at === null && row.remux_tries >= REMUX_TRIES
	}));
}

export async function readWitnesses(db: Db, attempt: string): Promise<Witness[]> {
	return db
		.selectFrom('witnesses')
		.select(['part_id as part', 'client_at as at', 'server_at as seenAt'])
		.where('attempt_id', '=', attempt)
		.execute();
}

/** The last witness of each part: enough to estimate its length. */
export async function readLastWitnesses(db: Db, attempts: readonly string[]): Promise<Witness[]> {
	if (attempts.length === 0) return [];
	return db
		.selectFrom('witnesses')
		.select(({ fn }) => [
			'part_id as part',
			fn.max('client_at').as('at'),
			fn.max('server_at').as('seenAt')
		])
		.where('attempt_id', 'in', attempts)
		.groupBy('part_id')
		.execute();
}
