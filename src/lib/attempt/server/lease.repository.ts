// The rows of leases and of the devices that ask for one (C8). No decision here.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Millis } from '../../shared/clock.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { EventData } from '../events.ts';

type Tx = Transaction<Database>;

interface DeviceRow {
	readonly id: string;
	readonly attempt: string;
	/** SHA-256 of the browser's key. */
	readonly keyHash: string;
	readonly label: string;
	readonly now: Millis;
}

interface LeaseRow extends DeviceRow {
	readonly device: 'desktop' | 'phone';
}

/** Idempotent: a granted lease is fetched as often as its answer is lost. */
export async function insertLease(tx: Tx, lease: LeaseRow): Promise<void> {
	await tx
		.insertInto('leases')
		.values({
			id: lease.id,
			attempt_id: lease.attempt,
			device: lease.device,
			label: lease.label,
			opened_at: lease.now,
			device_hash: lease.keyHash
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
}

/** Whether this lease is this browser's: opened by it, or granted to its request. */
export async function isOfDevice(tx: Tx, lease: string, keyHash: string): Promise<boolean> {
	for (const table of ['leases', 'lease_requests'] as const) {
		const row = await tx
			.selectFrom(table)
			.select('id')
			.where('id', '=', lease)
			.where('device_hash', '=', keyHash)
			.executeTakeFirst();
		if (row) return true;
	}
	return false;
}

/** Takes the place of what was asked before and has no answer. */
export async function insertRequest(tx: Tx, request: DeviceRow): Promise<void> {
	await tx
		.updateTable('lease_requests')
		.set({ settled: true })
		.where('attempt_id', '=', request.attempt)
		.where('settled', '=', false)
		.execute();
	await tx
		.insertInto('lease_requests')
		.values({
			id: request.id,
			attempt_id: request.attempt,
			device_hash: request.keyHash,
			label: request.label,
			heard_at: request.now
		})
		.execute();
}

export async function isRequestOf(
	from: Db,
	request: string,
	{ attempt, keyHash }: Pick<DeviceRow, 'attempt' | 'keyHash'>
): Promise<boolean> {
	const row = await from
		.selectFrom('lease_requests')
		.select('id')
		.where('id', '=', request)
		.where('attempt_id', '=', attempt)
		.where('device_hash', '=', keyHash)
		.executeTakeFirst();
	return row !== undefined;
}

export async function requestHeard(tx: Tx, request: string, now: Millis): Promise<void> {
	await tx.updateTable('lease_requests').set({ heard_at: now }).where('id', '=', request).execute();
}

export async function settleRequests(
	tx: Tx,
	{ attempt, keyHash }: Pick<DeviceRow, 'attempt' | 'keyHash'>
): Promise<void> {
	await tx
		.updateTable('lease_requests')
		.set({ settled: true })
		.where('attempt_id', '=', attempt)
		.where('device_hash', '=', keyHash)
		.where('settled', '=', false)
		.execute();
}

export async function settleRequest(db: Db, request: string): Promise<void> {
	await db.updateTable('lease_requests').set({ settled: true }).where('id', '=', request).execute();
}

/** Requests without an answer whose page has not come again since `before`. */
export function requestsUnheardSince(
	db: Db,
	before: Millis,
	limit: number
): Promise<{ id: string; attempt: string }[]> {
	return db
		.selectFrom('lease_requests')
		.select(['id', 'attempt_id as attempt'])
		.where('settled', '=', false)
		.where('heard_at', '<', before)
		.orderBy('heard_at')
		.limit(limit)
		.execute();
}

/**
 * When this lease's device was last heard, whatever it said, for a query about many; null: never. One that was let in and
 * has not come for its lease was heard when it last asked.
 */
export const heardLast = (lease: RawBuilder<unknown>): RawBuilder<Millis | null> => sql`(
	select max(said.at) from (
		select greatest(opened_at, heard_at) as at from leases where id = ${lease}
		union all
		select heard_at from lease_requests where id = ${lease}
	) said
)`;

/** Of each of these devices that was ever heard. */
export async function readHeard(
	db: Db,
	leases: readonly string[]
): Promise<ReadonlyMap<string, Millis>> {
	if (leases.length === 0) return new Map();
	const { rows } = await sql<{ id: string; at: Millis | null }>`
		select wanted.id, ${heardLast(sql.ref('wanted.id'))} as at
		from unnest(${leases}::uuid[]) as wanted (id)`.execute(db);
	return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
}

/** How a request was answered, from the log; null = it never was (another device's took its place). */
export async function answerOf(
	tx: Tx,
	attempt: string,
	request: string
): Promise<EventData<'lease.answered'> | null> {
	const lines = await tx
		.selectFrom('attempt_events')
		.select('data')
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'lease.answered')
		.execute();
	const answers = lines.map(({ data }) => JSON.parse(data) as EventData<'lease.answered'>);
	return answers.find((answer) => answer.request === request) ?? null;
}
