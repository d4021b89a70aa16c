// Reads what hangs on one candidate, for the desk (I5). No decision here; what is not named is not read.
import type { Place } from '../../accounts/permissions.ts';
import { wholeState, type AttemptState } from '../../attempt/attempt-state.ts';
import type { Text } from '../../attempt/rules.ts';
import type { Passport } from '../../integrity/passport.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { isId } from '../../shared/fields.ts';
import type { HandInOutcome } from '../../upload/hand-in-outcome.ts';

const MAX_SESSION_LINES = 30;
const ID_END = 4;

export interface DeskPerson {
	readonly place: Place;
	readonly candidate: {
		readonly id: string;
		readonly name: string;
		readonly admission: string;
		readonly idEnd: string;
		readonly position: string;
		readonly account: string;
	};
	/** The account's id. */
	readonly account: string;
	readonly sitting: {
		readonly title: Text;
		readonly code: string;
		readonly kind: 'mock' | 'formal';
		readonly room: string;
		readonly startsAt: Millis;
		readonly endsAt: Millis;
	};
	readonly attempt: { readonly id: string; readonly state: AttemptState } | null;
}

export async function deskPerson(db: Db, candidate: string): Promise<DeskPerson | null> {
	if (!isId(candidate)) return null;
	const row = await db
		.selectFrom('candidates')
		.innerJoin('accounts', 'accounts.id', 'candidates.account_id')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['candidates.id', 'candidates.name', 'candidates.admission', 'candidates.position'])
		.select(['candidates.id_number', 'accounts.id as account', 'accounts.account as login'])
		.select(['rooms.id as room', 'rooms.name as room_name', 'exams.id as exam', 'exams.texts'])
		.select(['sittings.code', 'sittings.kind', 'sittings.starts_at', 'sittings.ends_at'])
		.select(['attempts.id as attempt', 'attempts.state'])
		.where('candidates.id', '=', candidate)
		.executeTakeFirst();
	if (!row) return null;
	const { id, name, admission, position, code, kind, attempt, state } = row;
	return {
		place: { exam: row.exam, room: row.room },
		candidate: {
			...{ id, name, admission, position },
			...{ idEnd: row.id_number.slice(-ID_END), account: row.login }
		},
		account: row.account,
		sitting: {
			...{ title: row.texts.title, code, kind, room: row.room_name },
			...{ startsAt: row.starts_at, endsAt: row.ends_at }
		},
		// as an earlier version has kept it, perhaps
		attempt: attempt !== null && state !== null ? { id: attempt, state: wholeState(state) } : null
	};
}

/** Newest first; `by` where somebody else's account did it. */
export async function accountLines(db: Db, account: string) {
	return db
		.selectFrom('audit_log as line')
		.leftJoin('accounts', (join) =>
			join.onRef('accounts.id', '=', 'line.account_id').on('accounts.id', '<>', account)
		)
		.select(['line.at', 'line.action', 'line.address', 'accounts.name as by'])
		.where('line.target', '=', `account:${account}`)
		.where('line.action', 'in', ['session.opened', 'session.closed', 'password.issued'])
		.orderBy('line.at', 'desc')
		.orderBy('line.id', 'desc')
		.limit(MAX_SESSION_LINES)
		.execute();
}

/** Who has opened it, and who waits to. */
export async function attemptDevices(db: Db, attempt: string) {
	const [leases, requests] = await Promise.all([
		db
			.selectFrom('leases')
			.select(['id', 'device', 'label', 'opened_at as openedAt', 'heard_at as heardAt'])
			.where('attempt_id', '=', attempt)
			.orderBy('opened_at', 'desc')
			.execute(),
		db
			.selectFrom('lease_requests')
			.select(['id', 'label', 'heard_at as heardAt'])
			.where('attempt_id', '=', attempt)
			.where('settled', '=', false)
			.execute()
	]);
	return { leases, requests };
}

/** Of what has not arrived: how large its upload said that it will be. */
export async function announcedBytes(db: Db, attempt: string): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('parts')
		.select(['id', 'declared_bytes as bytes'])
		.where('attempt_id', '=', attempt)
		.where('verified_at', 'is', null)
		.where('declared_bytes', 'is not', null)
		.execute();
	return new Map(rows.map(({ id, bytes }) => [id, bytes ?? 0]));
}

/** In the order of the log. */
export async function checksTold(db: Db, attempt: string): Promise<Passport[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.select('data')
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'device.checked')
		.orderBy('seq')
		.execute();
	return rows.map(({ data }) => JSON.parse(data) as Passport);
}

/** C17: what the candidate wrote; null once it was erased. */
export async function disputeWords(
	db: Db,
	attempt: string
): Promise<{ readonly at: Millis; readonly text: string | null }[]> {
	const rows = await db
		.selectFrom('attempt_events as line')
		.leftJoin('attempt_payloads as beside', (join) =>
			join.onRef('beside.attempt_id', '=', 'line.attempt_id').onRef('beside.seq', '=', 'line.seq')
		)
		.select(['line.server_at as at', 'beside.content'])
		.where('line.attempt_id', '=', attempt)
		.where('line.type', '=', 'details.disputed')
		.orderBy('line.seq')
		.execute();
	return rows.map(({ at, content }) => ({
		at,
		text: content === null ? null : (JSON.parse(content) as { text: string }).text
	}));
}

export interface TakenHandIn {
	readonly file: string;
	readonly at: Millis;
	readonly by: string | null;
	readonly outcome: HandInOutcome;
}

/** Newest first. */
export async function handInsOf(db: Db, attempt: string): Promise<TakenHandIn[]> {
	return db
		.selectFrom('hand_ins')
		.leftJoin('accounts', 'accounts.id', 'hand_ins.account_id')
		.select(['hand_ins.id as file', 'hand_ins.taken_at as at', 'accounts.name as by'])
		.select('hand_ins.outcome')
		.where('hand_ins.attempt_id', '=', attempt)
		.orderBy('hand_ins.taken_at', 'desc')
		.execute();
}
