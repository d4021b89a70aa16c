// The facts about parts in PostgreSQL, beside the attempt's log and in its transactions.
import type { Selectable, Transaction } from 'kysely';
import type { Applied, AttemptWriter, Head } from '../../attempt/ports.ts';
import { grantOfToken } from '../../attempt/server/tokens.ts';
import type { PartHeader, Track } from '../../recording/part.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { opensTrack } from '../part-rights.ts';
import type { PartRecord, PartRegistry, UploadGrant } from '../ports.ts';
import { createMemory } from './short-memory.ts';

const GRANT_MEMORY_MS = 5000;
/** Tokens and parts remembered at most: several of each candidate of a large sitting. */
const REMEMBERED = 10_000;

type PartRow = Selectable<Database['parts']>;
type Tx = Transaction<Database>;

export interface PartRegistryOptions {
	readonly db: Db;
	readonly writer: AttemptWriter<Tx>;
	readonly clock: Clock;
}

/** What the witness needs beside. */
export interface WitnessRegistry {
	/**
	 * As `announce`, for a witness (C15): a phone carries the desktop's too while that has no network, under the lease
	 * that the header names, which must be a known one that records such a track.
	 */
	announceWitnessed(grant: UploadGrant, header: PartHeader): Promise<Result<void, Refusal>>;
}

/** Somebody else did it between our question and our transaction: roll back and look again. */
class Overtaken extends Error {}

export function createPartRegistry({
	db,
	writer,
	clock
}: PartRegistryOptions): PartRegistry & WitnessRegistry {
	const grants = createMemory<UploadGrant>(REMEMBERED);
	const records = createMemory<PartRecord>(REMEMBERED);

	const remember = (record: PartRecord): PartRecord => {
		records.put(record.header.id, record, clock.now());
		return record;
	};

	async function read(part: string): Promise<PartRecord | null> {
		const row = await db.selectFrom('parts').selectAll().where('id', '=', part).executeTakeFirst();
		return row ? remember(recordOf(row)) : null;
	}

	async function find(part: string, maxAgeMs = 0): Promise<PartRecord | null> {
		const known = maxAgeMs > 0 ? records.get(part, clock.now() - maxAgeMs) : undefined;
		return known ?? read(part);
	}

	async function authorize(token: string): Promise<UploadGrant | null> {
		const known = grants.get(token, clock.now() - GRANT_MEMORY_MS);
		if (known) return known;
		const grant = await grantOfToken(db, clock, token);
		if (grant) grants.put(token, grant, clock.now());
		return grant;
	}

	async function announce(grant: UploadGrant, header: PartHeader): Promise<Result<void, Refusal>> {
		if (!opensTrack(grant, header.track)) return err(refuse('token.wrong-scope', header.track));
		const known = await knownTo(grant, header);
		if (known?.ok && !opensTrack(grant, known.value)) return err(refuse('part.not-yours'));
		if (known) return known.ok ? ok(undefined) : known;
		const applied = await insertAnnounced(header);
		if (applied === null) return announce(grant, header);
		if (applied.ok) return ok(undefined);
		// a restored database may not know the lease it was recorded under: the film counts, not the name
		const lost = applied.error.code === 'attempt.lease-closed' && header.lease !== grant.lease;
		return lost ? announce(grant, { ...header, lease: grant.lease }) : applied;
	}

	async function announceWitnessed(
		grant: UploadGrant,
		header: PartHeader
	): Promise<Result<void, Refusal>> {
		const carried = grant.scope === 'evidence' && !opensTrack(grant, header.track);
		if (!carried) return announce(grant, header);
		const known = await knownTo(grant, header);
		if (known) return known.ok ? ok(undefined) : known;
		const applied = await insertAnnounced(header);
		if (applied === null) return announceWitnessed(grant, header);
		return applied.ok ? ok(undefined) : applied;
	}

	/** The track of a part that was announced already; null = it was not. */
	async function knownTo(
		grant: UploadGrant,
		header: PartHeader
	): Promise<Result<Track, Refusal> | null> {
		if (header.attempt !== grant.attempt) return err(refuse('part.not-yours'));
		// that a part was announced never changes: the oldest memory of it will do
		const known = await find(header.id, Infinity);
		if (!known) return null;
		return known.attempt === grant.attempt ? ok(known.header.track) : err(refuse('part.not-yours'));
	}

	/** Null = somebody else did it meanwhile. */
	const insertAnnounced = (header: PartHeader): Promise<Result<Applied, Refusal> | null> =>
		writer
			.apply(
				header.attempt,
				{ type: 'part.announced', data: header },
				{ alongside: (tx) => insert(tx, header, clock.now()) }
			)
			.catch(unlessOvertaken);

	async function declareLength(part: string, bytes: number): Promise<number> {
		await db
			.updateTable('parts')
			.set({ declared_bytes: bytes })
			.where('id', '=', part)
			.where('declared_bytes', 'is', null)
			.execute();
		const record = await read(part);
		return record?.declaredBytes ?? bytes;
	}

	async function restart(part: string): Promise<boolean> {
		const { numUpdatedRows } = await db
			.updateTable('parts')
			.set({ declared_bytes: null })
			.where('id', '=', part)
			.where('verified_at', 'is', null)
			.executeTakeFirst();
		records.forget(part);
		return numUpdatedRows > 0n;
	}

	async function markVerified(part: string, bytes: number, sha256: string): Promise<Head> {
		const record = await read(part);
		if (!record) throw new Error(`verified a part that was never announced: ${part}`);
		if (record.verified) return headOf(record.attempt);
		const applied = await writer
			.apply(
				record.attempt,
				{ type: 'part.verified', data: { id: part, bytes, sha256 } },
				{ alongside: (tx) => setVerified(tx, part, { bytes, sha256, at: clock.now() }) }
			)
			.catch(unlessOvertaken);
		if (applied === null) return headOf(record.attempt);
		if (!applied.ok) throw new Error(`part.verified was refused: ${applied.error.code}`);
		remember({ ...record, verified: { bytes, sha256 } });
		return applied.value.head;
	}

	async function headOf(attempt: string): Promise<Head> {
		const row = await db
			.selectFrom('attempts')
			.select(['head_seq', 'head_hash'])
			.where('id', '=', attempt)
			.executeTakeFirstOrThrow();
		return { seq: row.head_seq, hash: row.head_hash };
	}

	return { authorize, announce, announceWitnessed, find, declareLength, restart, markVerified };
}

function unlessOvertaken(error: unknown): null {
	if (error instanceof Overtaken) return null;
	throw error;
}

const INT4_MAX = 2 ** 31 - 1;
const asInt4 = (value: number): number =>
	Math.round(Math.min(INT4_MAX, Math.max(-INT4_MAX, value)));

async function insert(tx: Tx, header: PartHeader, now: number): Promise<void> {
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('parts')
		.values({
			id: header.id,
			attempt_id: header.attempt,
			lease_id: header.lease,
			track: header.track,
			mime: header.mime,
			started_at: header.startedAt,
			width: asInt4(header.width),
			height: asInt4(header.height),
			bits_per_second: asInt4(header.bitsPerSecond),
			source: header.source,
			announced_at: now
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirstOrThrow();
	if (numInsertedOrUpdatedRows === 0n) throw new Overtaken();
}

async function setVerified(
	tx: Tx,
	part: string,
	verified: { bytes: number; sha256: string; at: number }
): Promise<void> {
	const { numUpdatedRows } = await tx
		.updateTable('parts')
		.set({
			verified_bytes: verified.bytes,
			sha256: verified.sha256,
			verified_at: verified.at
		})
		.where('id', '=', part)
		.where('verified_at', 'is', null)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw new Overtaken();
}

function recordOf(row: PartRow): PartRecord {
	const { verified_bytes: bytes, sha256 } = row;
	return {
		attempt: row.attempt_id,
		header: {
			id: row.id,
			attempt: row.attempt_id,
			lease: row.lease_id,
			track: row.track,
			mime: row.mime,
			startedAt: row.started_at,
			width: row.width,
			height: row.height,
			bitsPerSecond: row.bits_per_second,
			source: row.source
		},
		declaredBytes: row.declared_bytes,
		verified: bytes !== null && sha256 !== null ? { bytes, sha256 } : null
	};
}
