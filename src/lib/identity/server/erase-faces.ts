// Erasing faces (C6, C30): sealed payloads with their salts, prints, frames. The log's lines stay, and so does its chain.
import { sql, type Transaction } from 'kysely';
import type { Audit } from '../../accounts/server/audit.ts';
import { SEALED_PAYLOADS } from '../../attempt/event-payloads.ts';
import type { EventType } from '../../attempt/events.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import { endFaceLogins } from './face-login.repository.ts';
import { forgetLikeness } from './presence.repository.ts';

type Tx = Transaction<Database>;

export interface ErasedFaces {
	/** Checks and noticed moments whose pictures and scores are gone. */
	readonly payloads: number;
}

/** @param by the account that asked for it; null: the operator at the command line */
export function eraseFaces(
	db: Db,
	audit: Audit,
	attempt: string,
	by: { readonly account: string | null; readonly address: string }
): Promise<ErasedFaces | null> {
	return db.transaction().execute(async (tx) => {
		const row = await tx
			.selectFrom('attempts')
			.select('candidate_id')
			.where('id', '=', attempt)
			.forUpdate()
			.executeTakeFirst();
		if (!row) return null;
		const payloads = await eraseSealed(tx, attempt, SEALED_PAYLOADS);
		await erasePrints(tx, attempt);
		await endFaceLogins(tx, row.candidate_id);
		await forgetLikeness(tx, attempt);
		await audit.append({ ...by, action: 'faces.erased', target: `attempt:${attempt}` }, tx);
		return { payloads };
	});
}

/** Of these login checks alone. */
export async function eraseChecks(
	tx: Tx,
	attempt: string,
	checks: readonly string[]
): Promise<void> {
	if (checks.length === 0) return;
	await tx
		.deleteFrom('attempt_payloads')
		.where('attempt_id', '=', attempt)
		.where('seq', 'in', (from) =>
			from
				.selectFrom('attempt_events')
				.select('seq')
				.where('attempt_id', '=', attempt)
				.where('type', '=', 'face.checked')
				.where(sql<string>`data::jsonb ->> 'check'`, 'in', checks)
		)
		.execute();
	await tx.deleteFrom('face_prints').where('check_id', 'in', checks).execute();
}

/** @returns how many there were */
async function eraseSealed(tx: Tx, attempt: string, types: readonly EventType[]): Promise<number> {
	const gone = await tx
		.deleteFrom('attempt_payloads')
		.where('attempt_id', '=', attempt)
		.where('seq', 'in', (from) =>
			from
				.selectFrom('attempt_events')
				.select('seq')
				.where('attempt_id', '=', attempt)
				.where('type', 'in', types)
		)
		.executeTakeFirst();
	return Number(gone.numDeletedRows);
}

async function erasePrints(tx: Tx, attempt: string): Promise<void> {
	await tx.deleteFrom('face_prints').where('attempt_id', '=', attempt).execute();
}
