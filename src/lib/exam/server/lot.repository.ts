// Rows of the draw of lots (C12). Decides nothing but who comes first: the room's row is the lock.
import { sql, type Transaction } from 'kysely';
import * as v from 'valibot';
import type { Millis } from '../../shared/clock.ts';
import type { Sha256 } from '../../shared/digest.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { IdField } from '../../shared/fields.ts';
import type { ExamRules, ExamTexts } from '../../attempt/rules.ts';
import { ATTEMPT_CHANNEL } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { PublishedLot } from '../published-lot.ts';
import { LOT_FORMAT } from '../lot.ts';

type Tx = Transaction<Database>;

export interface LotRoom {
	readonly room: string;
	readonly roomName: string;
	readonly sitting: string;
	readonly startsAt: Millis;
	readonly rules: ExamRules;
	readonly title: ExamTexts['title'];
}

const lotRooms = (db: Db | Tx) =>
	db
		.selectFrom('rooms')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.select(['rooms.id as room', 'rooms.name as roomName', 'sittings.code as sitting'])
		.select(['sittings.starts_at as startsAt', 'exams.rules', 'exams.texts']);

type LotRoomRow = Omit<LotRoom, 'title'> & { readonly texts: ExamTexts };

const asLotRoom = ({ texts, ...rest }: LotRoomRow): LotRoom => ({ ...rest, title: texts.title });

export async function lotRoom(db: Db | Tx, room: string): Promise<LotRoom | null> {
	const row = await lotRooms(db).where('rooms.id', '=', room).executeTakeFirst();
	return row ? asLotRoom(row) : null;
}

export async function lotRoomOfAttempt(db: Db, attempt: string): Promise<LotRoom | null> {
	const row = await lotRooms(db)
		.innerJoin('candidates', 'candidates.room_id', 'rooms.id')
		.where('candidates.attempt_id', '=', attempt)
		.executeTakeFirst();
	return row ? asLotRoom(row) : null;
}

/** A room by its id, or by SITTING_CODE/ROOM_NAME. */
export async function roomIdOf(db: Db, name: string): Promise<string | null> {
	const slash = name.indexOf('/');
	if (slash < 0 && !v.is(IdField, name)) return null;
	const query = db
		.selectFrom('rooms')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select('rooms.id');
	const found = await (
		slash < 0
			? query.where('rooms.id', '=', name)
			: query
					.where('sittings.code', '=', name.slice(0, slash))
					.where('rooms.name', '=', name.slice(slash + 1))
	).executeTakeFirst();
	return found?.id ?? null;
}

const ROSTER_FROZEN = 'DM001';

/** What the database says to whoever adds or moves a candidate of a frozen roster; null for any other error. */
export const rosterRefusal = (error: unknown): Refusal | null =>
	(error as { code?: unknown } | null)?.code === ROSTER_FROZEN ? refuse('lot.roster-frozen') : null;

/** Holds the room until the end of the transaction: nobody joins it, nobody else freezes it. */
export async function lockRoom(tx: Tx, room: string): Promise<void> {
	await tx.selectFrom('rooms').select('id').where('id', '=', room).forUpdate().execute();
}

/** The ids that the attempts of the room have, or will have. */
export async function rosterAttempts(tx: Tx, room: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('candidates')
		.select('attempt_id')
		.where('room_id', '=', room)
		.execute();
	return rows.map((row) => row.attempt_id);
}

export interface NewLeaf {
	readonly leaf: Sha256;
	readonly attempt: string;
	readonly salt: string;
}

export async function insertLot(
	tx: Tx,
	lot: { room: string; frozenAt: Millis; seedCommitment: Sha256; commitment: Sha256 },
	wrappedSeed: string,
	leaves: readonly NewLeaf[]
): Promise<void> {
	await tx
		.insertInto('lots')
		.values({
			room_id: lot.room,
			frozen_at: lot.frozenAt,
			seed_commitment: lot.seedCommitment,
			commitment: lot.commitment,
			wrapped_seed: wrappedSeed
		})
		.execute();
	await tx
		.insertInto('lot_leaves')
		.values(
			leaves.map(({ leaf, attempt, salt }) => ({
				room_id: lot.room,
				leaf,
				attempt_id: attempt,
				salt
			}))
		)
		.execute();
}

export interface StoredLot extends PublishedLot {
	readonly wrappedSeed: string;
}

/** @param lock for a change that rests on what is read */
export async function readLot(
	db: Db | Tx,
	room: string,
	{ lock = false }: { lock?: boolean } = {}
): Promise<StoredLot | null> {
	const query = db.selectFrom('lots').selectAll().where('room_id', '=', room);
	const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
	if (!row) return null;
	const leaves = await db
		.selectFrom('lot_leaves')
		.select('leaf')
		.where('room_id', '=', room)
		.execute();
	return {
		format: LOT_FORMAT,
		room: row.room_id,
		// the database's collation may sort otherwise
		leaves: leaves.map(({ leaf }) => leaf).sort(),
		frozenAt: row.frozen_at,
		seedCommitment: row.seed_commitment,
		commitment: row.commitment,
		publicValue: row.public_value,
		publicValueAt: row.public_value_at,
		drawDigest: row.draw_digest,
		seed: row.seed,
		wrappedSeed: row.wrapped_seed
	};
}

/** Sets the value and, with it, everybody's number. */
export async function announceValue(
	tx: Tx,
	room: string,
	value: { text: string; at: Millis; drawDigest: Sha256 },
	order: readonly Sha256[]
): Promise<void> {
	await tx
		.updateTable('lots')
		.set({ public_value: value.text, public_value_at: value.at, draw_digest: value.drawDigest })
		.where('room_id', '=', room)
		.execute();
	await sql`update lot_leaves set number = place.number
		from unnest(${order}::text[]) with ordinality as place (leaf, number)
		where lot_leaves.room_id = ${room} and lot_leaves.leaf = place.leaf`.execute(tx);
	// the pages that wait for their number read again
	await sql`select pg_notify(${ATTEMPT_CHANNEL}, id::text)
		from attempts where room_id = ${room}`.execute(tx);
}

/** The first to show it sets the time; the seed itself is the same from everybody. */
export async function revealSeed(db: Db, room: string, seed: string, at: Millis): Promise<void> {
	await db
		.updateTable('lots')
		.set({ seed, revealed_at: at })
		.where('room_id', '=', room)
		.where('seed', 'is', null)
		.execute();
}

export interface OwnLeaf {
	readonly room: string;
	readonly leaf: Sha256;
	readonly salt: string;
	readonly number: number | null;
	readonly of: number;
	readonly commitment: Sha256;
	readonly frozenAt: Millis;
	readonly publicValueAt: Millis | null;
}

export async function leafOfAttempt(db: Db, attempt: string): Promise<OwnLeaf | null> {
	const row = await db
		.selectFrom('lot_leaves')
		.innerJoin('lots', 'lots.room_id', 'lot_leaves.room_id')
		.select(['lot_leaves.room_id as room', 'lot_leaves.leaf', 'lot_leaves.number'])
		.select((from) => [
			'lot_leaves.salt',
			'lots.commitment',
			'lots.frozen_at as frozenAt',
			'lots.public_value_at as publicValueAt',
			from
				.selectFrom('lot_leaves as all')
				.select((count) => count.fn.countAll<number>().as('count'))
				.whereRef('all.room_id', '=', 'lot_leaves.room_id')
				.as('of')
		])
		.where('lot_leaves.attempt_id', '=', attempt)
		.executeTakeFirst();
	return row?.salt ? { ...row, salt: row.salt, of: row.of ?? 0 } : null;
}

export async function isFrozen(db: Db, room: string): Promise<boolean> {
	const row = await db
		.selectFrom('lots')
		.select('room_id')
		.where('room_id', '=', room)
		.executeTakeFirst();
	return row !== undefined;
}
