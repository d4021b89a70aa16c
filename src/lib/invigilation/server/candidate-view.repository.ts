// Rows that the page of one candidate is made of (I2). No decision here, and no lock: what is read may be older by a moment.
import { namesOf } from '../../accounts/server/names.ts';
import { wholeState, type AttemptState } from '../../attempt/attempt-state.ts';
import type { EventType } from '../../attempt/events.ts';
import type { LoginWay } from '../../accounts/login-way.ts';
import type { Words } from '../../review/server/review.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { isId } from '../../shared/fields.ts';

export interface ViewedRow {
	readonly place: { readonly exam: string; readonly room: string };
	readonly candidate: {
		readonly id: string;
		readonly name: string;
		readonly admission: string;
		readonly position: string;
	};
	readonly account: string;
	readonly portrait: boolean;
	readonly roomName: string;
	readonly watched: boolean;
	readonly state: AttemptState;
	readonly seq: number;
}

export async function findViewed(db: Db, attempt: string): Promise<ViewedRow | null> {
	if (!isId(attempt)) return null;
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.leftJoin('watched_candidates as watched', 'watched.candidate_id', 'candidates.id')
		.select(['candidates.id', 'candidates.name', 'candidates.admission', 'candidates.position'])
		.select(['candidates.account_id as account', 'candidates.portrait_type as portrait'])
		.select(['rooms.id as room', 'rooms.name as roomName', 'sittings.exam_id as exam'])
		.select(['attempts.state', 'attempts.head_seq as seq', 'watched.at as watchedAt'])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return null;
	const { id, name, admission, position } = row;
	return {
		place: { exam: row.exam, room: row.room },
		candidate: { id, name, admission, position },
		account: row.account,
		portrait: row.portrait !== null,
		roomName: row.roomName,
		watched: row.watchedAt !== null,
		// as an earlier version has kept it, perhaps
		state: wholeState(row.state),
		seq: row.seq
	};
}

/** How this person was let in last, while that session is known. */
export async function lastLogin(db: Db, account: string): Promise<LoginWay | null> {
	const row = await db
		.selectFrom('sessions')
		.select('way')
		.where('account_id', '=', account)
		.orderBy('created_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.way ?? null;
}

/** There are many of them, and the recording's own page has every one. */
const PASSED_OVER: readonly EventType[] = ['part.announced', 'part.verified', 'timecode.shown'];

export interface CandidateLineRow {
	readonly seq: number;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
	readonly clientAt: Millis | null;
	readonly serverAt: Millis;
	/** It had something beside it that was not closed. */
	readonly worded: boolean;
	readonly words: (Words & { readonly account?: string }) | null;
	/** The name of the account in `words`. */
	readonly by: string | null;
}

/** A page shows no more; the whole is in the export. */
const LATEST_LINES = 1000;
/**
 * Read whole: what was decided must not seem undecided, nor the candidate silent. They are few: acts of people, at most 100
 * warnings, and `MAX_COMMENTS` to each incident that is kept (`attempt/incident-transitions.ts`).
 */
const READ_WHOLE: readonly EventType[] = [
	'time.granted',
	'time.lost',
	'act.undone',
	'incident.judged',
	'warning.given',
	'incident.commented'
];
/** The log takes as many as a device sends; a person writes a few. */
const LATEST_DISPUTES = 100;

export interface CandidateLines {
	/** The latest, and of before what is read whole, in the order of the log. */
	readonly lines: readonly CandidateLineRow[];
	/** Behind `after` there are others, which are left out. */
	readonly older: boolean;
}

/** @param after the number of the last line that is known; −1 = from the first */
export async function readLines(
	db: Db,
	attempt: string,
	after: number,
	until: number
): Promise<CandidateLines> {
	const leftOut = await newestLeftOut(db, attempt, after, until);
	const rows = await db
		.selectFrom('attempt_events as line')
		.leftJoin('attempt_payloads as beside', (join) =>
			join
				.onRef('beside.attempt_id', '=', 'line.attempt_id')
				.onRef('beside.seq', '=', 'line.seq')
				// closed: pictures of faces, no words
				.on('beside.sealed', '=', false)
		)
		.select(['line.seq', 'line.type', 'line.data', 'line.client_at', 'line.server_at'])
		.select(['line.payload_digest', 'beside.content'])
		.where('line.attempt_id', '=', attempt)
		.where('line.seq', '>', after)
		.where('line.seq', '<=', until)
		.where('line.type', 'not in', PASSED_OVER)
		.where(({ eb, or }) =>
			or([
				eb('line.seq', '>', leftOut ?? after),
				eb('line.type', 'in', READ_WHOLE),
				eb('line.seq', 'in', latestDisputes(db, attempt, until))
			])
		)
		.orderBy('line.seq')
		.execute();
	const words = rows.map(({ content }) =>
		content === null ? null : (JSON.parse(content) as CandidateLineRow['words'])
	);
	const names = await namesOf(
		db,
		words.flatMap((one) => one?.account ?? [])
	);
	const lines = rows.map((row, index) => ({
		...{ seq: row.seq, type: row.type, clientAt: row.client_at, serverAt: row.server_at },
		// event 0 carries the whole exam; only that it was frozen is told
		data: row.seq === 0 ? {} : (JSON.parse(row.data) as Record<string, unknown>),
		worded: row.payload_digest !== null,
		words: words[index] ?? null,
		by: names.get(words[index]?.account ?? '') ?? null
	}));
	return { lines, older: leftOut !== null };
}

const latestDisputes = (db: Db, attempt: string, until: number) =>
	db
		.selectFrom('attempt_events')
		.select('seq')
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'details.disputed' satisfies EventType)
		.where('seq', '<=', until)
		.orderBy('seq', 'desc')
		.limit(LATEST_DISPUTES);

/** Null: all of them are shown. */
async function newestLeftOut(
	db: Db,
	attempt: string,
	after: number,
	until: number
): Promise<number | null> {
	const row = await db
		.selectFrom('attempt_events')
		.select('seq')
		.where('attempt_id', '=', attempt)
		.where('seq', '>', after)
		.where('seq', '<=', until)
		.where('type', 'not in', PASSED_OVER)
		.orderBy('seq', 'desc')
		.offset(LATEST_LINES)
		.limit(1)
		.executeTakeFirst();
	return row?.seq ?? null;
}

/** The film of the last sweep, as the phone named it. */
export async function sweepParts(db: Db, attempt: string): Promise<readonly string[]> {
	const row = await db
		.selectFrom('attempt_events')
		.select('data')
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'phone.swept' satisfies EventType)
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row ? (JSON.parse(row.data) as { parts: readonly string[] }).parts : [];
}
