// What lies beside an attempt's log and can be erased. Pictures of faces and how alike they are lie closed by the master
// key: a stolen copy of the database shows nobody's face.
import type { Transaction } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { LogLine } from '../event-log.ts';
import { SEALED_PAYLOADS } from '../event-payloads.ts';
import type { EventType } from '../events.ts';
import type { SaltedPayload } from '../open-log.ts';

const contextOf = (attempt: string, seq: number): string => `payload:${attempt}:${seq}`;

const isSealedType = (type: string): boolean => SEALED_PAYLOADS.some((sealed) => sealed === type);

/**
 * @param lines those that the payloads lie beside
 * @param masterKey null only where nothing is ever written that must be sealed; throws when it is
 */
export async function insertPayloads(
	tx: Transaction<Database>,
	attempt: string,
	payloads: readonly SaltedPayload[],
	lines: readonly LogLine[],
	masterKey: MasterKey | null
): Promise<void> {
	const rows = [];
	for (const { seq, salt, content } of payloads) {
		const sealed = isSealedType(lines.find((line) => line.seq === seq)?.type ?? '');
		if (sealed && !masterKey) throw new Error('a payload that must be sealed, and no master key');
		const kept =
			sealed && masterKey
				? await masterKey.wrap(Buffer.from(content), contextOf(attempt, seq))
				: content;
		rows.push({ attempt_id: attempt, seq, salt, content: kept, sealed });
	}
	if (rows.length > 0) await tx.insertInto('attempt_payloads').values(rows).execute();
}

/** Of one type, by the number of its line; what was erased is not there. */
export async function readPayloads(
	db: Db,
	attempt: string,
	type: EventType,
	masterKey: MasterKey
): Promise<ReadonlyMap<number, unknown>> {
	const rows = await db
		.selectFrom('attempt_payloads as payload')
		.innerJoin('attempt_events as line', (join) =>
			join.onRef('line.attempt_id', '=', 'payload.attempt_id').onRef('line.seq', '=', 'payload.seq')
		)
		.select(['payload.seq', 'payload.content', 'payload.sealed'])
		.where('payload.attempt_id', '=', attempt)
		.where('line.type', '=', type)
		.orderBy('payload.seq')
		.execute();
	const opened = new Map<number, unknown>();
	for (const { seq, content, sealed } of rows) {
		const plain = sealed
			? Buffer.from(await masterKey.unwrap(content, contextOf(attempt, seq))).toString()
			: content;
		opened.set(seq, JSON.parse(plain));
	}
	return opened;
}
