// The rows of device checks and of their parts. Whoever opens one counts under a lock: several processes share them.
import { sql, type Selectable, type Transaction } from 'kysely';
import type { PartHeader } from '../../recording/part.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Millis } from '../../shared/clock.ts';
import { CHECK_IDLE_MS, CHECK_LIFE_MS, OPENINGS_WINDOW_MS, type OpenChecks } from '../limits.ts';

type Tx = Transaction<Database>;
export type CheckPartRow = Selectable<Database['device_check_parts']>;

/** Until the transaction ends, nobody else opens a check. */
export async function lockOpening(tx: Tx): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended('device checks', 0))`.execute(tx);
}

export async function countOpen(tx: Tx, address: string, now: Millis): Promise<OpenChecks> {
	const counted = await tx
		.selectFrom('device_checks')
		.select(({ fn }) => [
			fn.countAll<number>().as('inAll'),
			fn.countAll<number>().filterWhere('address', '=', address).as('ofAddress')
		])
		.where('expires_at', '>', now)
		.executeTakeFirstOrThrow();
	const opened = await tx
		.selectFrom('device_check_openings')
		.select(({ fn }) => fn.countAll<number>().as('lately'))
		.where('address', '=', address)
		.where('opened_at', '>', now - OPENINGS_WINDOW_MS)
		.executeTakeFirstOrThrow();
	return {
		inAll: Number(counted.inAll),
		ofAddress: Number(counted.ofAddress),
		lately: Number(opened.lately)
	};
}

export async function insertCheck(
	tx: Tx,
	check: { id: string; secretHash: string; address: string; openedAt: Millis }
): Promise<void> {
	const { id, secretHash, address, openedAt } = check;
	await tx
		.insertInto('device_checks')
		.values({ id, secret_hash: secretHash, address, expires_at: openedAt + CHECK_IDLE_MS })
		.execute();
	await tx.insertInto('device_check_openings').values({ address, opened_at: openedAt }).execute();
}

export async function checkOfSecret(
	db: Db,
	secretHash: string,
	now: Millis
): Promise<{ readonly id: string; readonly expiresAt: Millis } | undefined> {
	return db
		.selectFrom('device_checks')
		.select(['id', 'expires_at as expiresAt'])
		.where('secret_hash', '=', secretHash)
		.where('expires_at', '>', now)
		.executeTakeFirst();
}

/** @returns whether it is open; it stays so until the transaction ends */
export async function holdOpen(tx: Tx, check: string, now: Millis): Promise<boolean> {
	const row = await tx
		.selectFrom('device_checks')
		.select('id')
		.where('id', '=', check)
		.where('expires_at', '>', now)
		.forUpdate()
		.executeTakeFirst();
	return row !== undefined;
}

/** It is no longer idle. To be called once, by whoever holds it open. */
export async function extendToLife(tx: Tx, check: string): Promise<void> {
	await tx
		.updateTable('device_checks')
		.set({ expires_at: sql<number>`expires_at + ${CHECK_LIFE_MS - CHECK_IDLE_MS}::bigint` })
		.where('id', '=', check)
		.execute();
}

/** Its parts go with it. */
export async function deleteCheck(db: Db, check: string): Promise<void> {
	await db.deleteFrom('device_checks').where('id', '=', check).execute();
}

/** @returns how many checks; what no longer counts against an address goes as well */
export async function deleteExpired(db: Db, now: Millis): Promise<number> {
	await db
		.deleteFrom('device_check_openings')
		.where('opened_at', '<=', now - OPENINGS_WINDOW_MS)
		.execute();
	const done = await db
		.deleteFrom('device_checks')
		.where('expires_at', '<=', now)
		.executeTakeFirst();
	return Number(done.numDeletedRows);
}

/** @returns those of `ids` that are checks */
export async function knownChecks(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
	if (ids.length === 0) return new Set();
	const rows = await db.selectFrom('device_checks').select('id').where('id', 'in', ids).execute();
	return new Set(rows.map(({ id }) => id));
}

export async function partsOf(db: Db, check: string): Promise<string[]> {
	const rows = await db
		.selectFrom('device_check_parts')
		.select('id')
		.where('check_id', '=', check)
		.execute();
	return rows.map(({ id }) => id);
}

export async function partOf(db: Db, part: string): Promise<CheckPartRow | undefined> {
	return db.selectFrom('device_check_parts').selectAll().where('id', '=', part).executeTakeFirst();
}

export async function insertPart(tx: Tx, check: string, header: PartHeader): Promise<void> {
	await tx
		.insertInto('device_check_parts')
		.values({ id: header.id, check_id: check, header: JSON.stringify(header) })
		.execute();
}

/** The first declaration stands. */
export async function declarePart(db: Db, part: string, bytes: number): Promise<number> {
	const row = await db
		.updateTable('device_check_parts')
		.set({ declared_bytes: sql<number>`coalesce(declared_bytes, ${bytes})` })
		.where('id', '=', part)
		.returning('declared_bytes')
		.executeTakeFirst();
	return row?.declared_bytes ?? bytes;
}

export async function verifyPart(
	db: Db,
	part: string,
	bytes: number,
	sha256: string
): Promise<void> {
	await db
		.updateTable('device_check_parts')
		.set({ verified_bytes: bytes, sha256 })
		.where('id', '=', part)
		.execute();
}
