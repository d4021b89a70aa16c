// Reads what the tiles of a wall are made of (I1): a fixed number of queries, for however many candidates. No decision here.
import { sql } from 'kysely';
import { wholeState } from '../../attempt/attempt-state.ts';
import { heardLast } from '../../attempt/server/lease.repository.ts';
import type { PhoneReport } from '../../live/wire.ts';
import type { DesktopReport } from '../../live/device-messages.ts';
import { reviewPart, type ReviewPart } from '../../review/review.ts';
import { readLastWitnesses, readParts } from '../../review/server/review.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { NO_WORDS, type DeviceWords, type TileFacts } from '../tile-of.ts';
import { readUnread } from './unread.repository.ts';

/** A candidate of a room, with the id that their attempt has or will have. */
export interface ReadTile {
	readonly room: string;
	readonly attemptId: string;
	/** The last line of the log; null before there is one. */
	readonly seq: number | null;
	readonly facts: TileFacts;
}

type Wanted = { readonly rooms: readonly string[] } | { readonly attempts: readonly string[] };

/** @param now before anything is read */
export async function readTiles(db: Db, wanted: Wanted, now: Millis): Promise<ReadTile[]> {
	const roster = await readRoster(db, wanted);
	const begun = roster.flatMap(({ attempt, seq }) => (seq === null ? [] : [attempt]));
	const [parts, unread, words] = await Promise.all([
		partsOf(db, begun),
		readUnread(db, begun),
		readWords(db, begun)
	]);
	return roster.map((line) => {
		const { room, candidate, name, admission, attempt: id, seq, state } = line;
		const attempt = state && {
			...{ id, state: wholeState(state), parts: parts.get(id) ?? [], partsAt: now },
			unread: unread.get(id) ?? 0
		};
		const { watched, leaseHeardAt } = line;
		const beside = { watched, leaseHeardAt, words: words.get(id) ?? NO_WORDS };
		return { room, attemptId: id, seq, facts: { candidate, name, admission, attempt, ...beside } };
	});
}

async function readRoster(db: Db, wanted: Wanted) {
	const ids = 'rooms' in wanted ? wanted.rooms : wanted.attempts;
	if (ids.length === 0) return [];
	return db
		.selectFrom('candidates')
		.leftJoin('attempts', 'attempts.id', 'candidates.attempt_id')
		.leftJoin('watched_candidates as close', 'close.candidate_id', 'candidates.id')
		.select(['candidates.room_id as room', 'candidates.id as candidate'])
		.select(['candidates.name', 'candidates.admission', 'candidates.attempt_id as attempt'])
		.select(['attempts.head_seq as seq', 'attempts.state'])
		.select(heardLast(sql`(attempts.state ->> 'lease')::uuid`).as('leaseHeardAt'))
		.select(sql<boolean>`close.candidate_id is not null`.as('watched'))
		.where('rooms' in wanted ? 'candidates.room_id' : 'candidates.attempt_id', 'in', ids)
		.execute();
}

async function partsOf(
	db: Db,
	attempts: readonly string[]
): Promise<ReadonlyMap<string, ReviewPart[]>> {
	const [facts, witnesses] = await Promise.all([
		readParts(db, attempts),
		readLastWitnesses(db, attempts)
	]);
	const byPart = Map.groupBy(witnesses, ({ part }) => part);
	const byAttempt = Map.groupBy(facts, ({ attempt }) => attempt);
	return new Map(
		[...byAttempt].map(([attempt, parts]) => [
			attempt,
			parts.map((part) => reviewPart(part, byPart.get(part.id) ?? []))
		])
	);
}

interface WordsRow {
	readonly id: string;
	readonly desktop_lease: string | null;
	readonly desktop_at: Millis;
	readonly desktop: DesktopReport;
	readonly camera_at: Millis | null;
	readonly screen_at: Millis | null;
	readonly phone_lease: string | null;
	readonly phone_at: Millis;
	readonly phone: PhoneReport;
	readonly picture_at: Millis | null;
}

/** The last words of both devices, where there are any. */
export async function readWords(
	db: Db,
	attempts: readonly string[]
): Promise<ReadonlyMap<string, DeviceWords>> {
	if (attempts.length === 0) return new Map();
	const { rows } = await sql<WordsRow>`
		select wanted.id,
			desktop.lease_id as desktop_lease, desktop.heard_at as desktop_at, desktop.report as desktop,
			desktop.camera_at, desktop.screen_at,
			phone.lease_id as phone_lease, phone.heard_at as phone_at, phone.report as phone,
			phone.picture_at
		from unnest(${attempts}::uuid[]) as wanted (id)
		left join desktop_reports desktop on desktop.attempt_id = wanted.id
		left join phone_reports phone on phone.attempt_id = wanted.id
		where desktop.lease_id is not null or phone.lease_id is not null`.execute(db);
	return new Map(rows.map((row) => [row.id, wordsOf(row)]));
}

const wordsOf = (row: WordsRow): DeviceWords => ({
	desktop: row.desktop_lease
		? { lease: row.desktop_lease, at: row.desktop_at, report: row.desktop }
		: null,
	phone: row.phone_lease ? { lease: row.phone_lease, at: row.phone_at, report: row.phone } : null,
	pictures: { camera: row.camera_at, screen: row.screen_at, evidence: row.picture_at }
});

/** Those of these rooms that are watched closely. */
export async function readWatched(db: Db, rooms: readonly string[]): Promise<ReadonlySet<string>> {
	const rows = await db
		.selectFrom('watched_candidates')
		.innerJoin('candidates', 'candidates.id', 'watched_candidates.candidate_id')
		.select('candidates.id')
		.where('candidates.room_id', 'in', rooms)
		.execute();
	return new Set(rows.map(({ id }) => id));
}
