// What is kept of judged frames, to know one that comes a second time: its digest, and its patch closed by the master key.
import type { Transaction } from 'kysely';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Print } from '../check-faults.ts';

type Tx = Transaction<Database>;

const contextOf = (check: string, n: number): string => `face-print:${check}:${n}`;

export async function insertPrints(
	tx: Tx,
	{ attempt, check }: { readonly attempt: string; readonly check: string },
	prints: readonly Print[],
	masterKey: MasterKey
): Promise<void> {
	if (prints.length === 0) return;
	const rows = prints.map(async ({ sha256, patch }, n) => ({
		...{ attempt_id: attempt, check_id: check, n, sha256 },
		sealed: await masterKey.wrap(patch, contextOf(check, n))
	}));
	await tx
		.insertInto('face_prints')
		.values(await Promise.all(rows))
		.execute();
}

export async function readPrints(tx: Tx, attempt: string, masterKey: MasterKey): Promise<Print[]> {
	const rows = await tx
		.selectFrom('face_prints')
		.select(['check_id', 'n', 'sha256', 'sealed'])
		.where('attempt_id', '=', attempt)
		.execute();
	return Promise.all(
		rows.map(async ({ check_id, n, sha256, sealed }) => ({
			sha256,
			patch: await masterKey.unwrap(sealed, contextOf(check_id, n))
		}))
	);
}
