// Reads all that an export holds, as it stands at one moment. No decision here but what may leave.
import { maskName, maskNumber } from '../../attempt/masking.ts';
import { readLog } from '../../review/server/review.repository.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Db } from '../../server/db/database.ts';
import { isId } from '../../shared/fields.ts';
import {
	leavingState,
	type ClosedSitting,
	type ExportContent,
	type ExportedPart,
	type ExportedPayload
} from '../export-format.ts';
import { merklePath } from '../merkle.ts';

type Exported = Omit<ExportContent, 'format' | 'version' | 'key' | 'exported'>;

/** One snapshot: a line that is written meanwhile is wholly in it, or not at all. */
export const readAttempt = (db: Db, attempt: string): Promise<Exported | null> =>
	db
		.transaction()
		.setIsolationLevel('repeatable read')
		.setAccessMode('read only')
		.execute((tx) => read(tx, attempt));

async function read(db: Db, attempt: string): Promise<Exported | null> {
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['candidates.name', 'candidates.admission', 'attempts.head_seq', 'attempts.head_hash'])
		.select(['sittings.id as sitting', 'sittings.code', 'sittings.kind'])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return null;
	return {
		attempt,
		candidate: { name: maskName(row.name), admission: maskNumber(row.admission) },
		sitting: {
			...{ code: row.code, kind: row.kind },
			closed: await closedSitting(db, row.sitting, attempt)
		},
		head: { seq: row.head_seq, hash: row.head_hash },
		lines: await readLog(db, attempt),
		payloads: await payloadsOf(db, attempt),
		parts: await partsOf(db, attempt)
	};
}

/** What may leave goes with its salt; of the rest not even that. */
async function payloadsOf(db: Db, attempt: string): Promise<ExportedPayload[]> {
	const rows = await db
		.selectFrom('attempt_events as line')
		.leftJoin('attempt_payloads as payload', (join) =>
			join.onRef('payload.attempt_id', '=', 'line.attempt_id').onRef('payload.seq', '=', 'line.seq')
		)
		.select(['line.seq', 'line.type', 'payload.salt', 'payload.content'])
		.where('line.attempt_id', '=', attempt)
		.where('line.payload_digest', 'is not', null)
		.orderBy('line.seq')
		.execute();
	return rows.map(({ seq, type, salt, content }) => {
		if (salt === null || content === null) return { seq, state: 'erased' };
		const state = leavingState(type);
		if (state !== 'given') return { seq, state };
		return { seq, state, salt, content: JSON.parse(content) as unknown };
	});
}

async function partsOf(db: Db, attempt: string): Promise<ExportedPart[]> {
	const rows = await db
		.selectFrom('parts')
		.select(['id', 'track', 'started_at', 'verified_bytes', 'sha256'])
		.where('attempt_id', '=', attempt)
		.orderBy('started_at')
		.orderBy('id')
		.execute();
	return rows.map(({ id, track, started_at: startedAt, verified_bytes: bytes, sha256 }) => ({
		...{ id, track, startedAt },
		verified: bytes === null || sha256 === null ? null : { bytes, sha256 }
	}));
}

async function closedSitting(
	db: Db,
	sitting: string,
	attempt: string
): Promise<ClosedSitting | null> {
	const root = await db
		.selectFrom('sitting_roots')
		.selectAll()
		.where('sitting_id', '=', sitting)
		.executeTakeFirst();
	if (!root) return null;
	const heads = await db
		.selectFrom('sitting_heads')
		.select(['attempt_id', 'seq', 'hash'])
		.where('sitting_id', '=', sitting)
		.orderBy('place')
		.execute();
	const index = heads.findIndex(({ attempt_id }) => attempt_id === attempt);
	const path = merklePath(
		heads.map(({ hash }) => hash),
		index
	);
	const leaf = heads[index];
	return {
		closedAt: root.closed_at,
		...{ count: root.count, root: root.root, signature: root.signature },
		leaf: leaf ? { seq: leaf.seq, index, path } : null
	};
}

export interface NamedAttempt {
	readonly attempt: string;
	readonly sitting: string;
	readonly createdAt: Millis;
}

/** @param name an attempt's id, or an admission number, which several sittings may have */
export async function attemptsNamed(db: Db, name: string): Promise<NamedAttempt[]> {
	const rows = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['attempts.id', 'attempts.created_at', 'sittings.code'])
		.where((where) =>
			isId(name) ? where('attempts.id', '=', name) : where('candidates.admission', '=', name)
		)
		.orderBy('attempts.created_at')
		.execute();
	return rows.map(({ id, code, created_at: createdAt }) => ({
		...{ attempt: id, sitting: code, createdAt }
	}));
}
