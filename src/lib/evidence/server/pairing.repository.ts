// The rows of codes that bind a phone (C11, P1); only their SHA-256 is kept. No decision here.
import type { Selectable, Transaction } from 'kysely';
import type { Millis } from '../../shared/clock.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';

type Tx = Transaction<Database>;

export type CodeRow = Pick<
	Selectable<Database['pairing_codes']>,
	'attempt_id' | 'replaces' | 'expires_at' | 'used_by' | 'withdrawn'
>;

export const codeOf = (db: Db, hash: string): Promise<CodeRow | undefined> =>
	db
		.selectFrom('pairing_codes')
		.select(['attempt_id', 'replaces', 'expires_at', 'used_by', 'withdrawn'])
		.where('code_hash', '=', hash)
		.executeTakeFirst();

export async function insertCode(
	tx: Tx,
	code: {
		readonly hash: string;
		readonly attempt: string;
		readonly replaces: boolean;
		readonly now: Millis;
		readonly expiresAt: Millis;
	}
): Promise<void> {
	await tx
		.insertInto('pairing_codes')
		.values({
			code_hash: code.hash,
			attempt_id: code.attempt,
			replaces: code.replaces,
			created_at: code.now,
			expires_at: code.expiresAt,
			used_by: null
		})
		.execute();
}

/** What has been used stays used: its phone may ask again. */
export async function withdrawCodes(tx: Tx, attempt: string): Promise<void> {
	await tx
		.updateTable('pairing_codes')
		.set({ withdrawn: true })
		.where('attempt_id', '=', attempt)
		.where('used_by', 'is', null)
		.where('withdrawn', '=', false)
		.execute();
}

export async function useCode(tx: Tx, hash: string, lease: string): Promise<void> {
	await tx
		.updateTable('pairing_codes')
		.set({ used_by: lease })
		.where('code_hash', '=', hash)
		.execute();
}
