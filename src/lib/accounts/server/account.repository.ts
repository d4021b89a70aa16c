// Accounts in numbers, inside somebody's transaction: an import makes hundreds, or finds them there.
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { RoleGrant } from '../permissions.ts';

export interface AccountRow {
	readonly id: string;
	readonly account: string;
	readonly name: string;
	readonly passwordHash: string;
	/** null: a lasting password. */
	readonly passwordExpiresAt: Millis | null;
}

export interface KnownAccount {
	readonly id: string;
	readonly account: string;
	readonly name: string;
	/** The candidate on a roster whose account it is. */
	readonly candidate: string | null;
	readonly grants: readonly RoleGrant[];
	/** Shut when its candidate was taken off a roster; nobody's since then. */
	readonly isShut: boolean;
}

/** The password of an account that is nobody's ended long ago. */
export const SHUT_AT: Millis = 0;

/** What one statement carries: PostgreSQL numbers its parameters with 16 bits. */
const ROWS_AT_ONCE = 2000;

export function chunks<T>(rows: readonly T[]): T[][] {
	const count = Math.ceil(rows.length / ROWS_AT_ONCE);
	return Array.from({ length: count }, (_, at) =>
		rows.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE)
	);
}

/** Throws when a name is taken. */
export async function insertAccounts(
	tx: Db,
	rows: readonly AccountRow[],
	now: Millis
): Promise<void> {
	for (const some of chunks(rows))
		await tx
			.insertInto('accounts')
			.values(
				some.map(({ id, account, name, passwordHash, passwordExpiresAt }) => ({
					...{ id, account, name },
					password_hash: passwordHash,
					password_expires_at: passwordExpiresAt,
					created_at: now
				}))
			)
			.execute();
}

/** Those of these names that exist, by name. */
export async function accountsNamed(
	tx: Db,
	names: readonly string[]
): Promise<Map<string, KnownAccount>> {
	const known = new Map<string, KnownAccount>();
	for (const some of chunks(names)) {
		const rows = await tx
			.selectFrom('accounts')
			.leftJoin('candidates', 'candidates.account_id', 'accounts.id')
			.select(['accounts.id', 'accounts.account', 'accounts.name', 'candidates.id as candidate'])
			.select('accounts.password_expires_at as expiresAt')
			.where('accounts.account', 'in', some)
			.execute();
		const grants = await grantsOf(
			tx,
			rows.map(({ id }) => id)
		);
		for (const { expiresAt, ...row } of rows)
			known.set(row.account, {
				...row,
				grants: grants.get(row.id) ?? [],
				isShut: expiresAt === SHUT_AT
			});
	}
	return known;
}

/** Accounts that are nobody's any more: gone, or (when the audit log or a role names them) opening nothing. */
export async function dropAccounts(tx: Db, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await tx.deleteFrom('sessions').where('account_id', 'in', ids).execute();
	await tx
		.updateTable('accounts')
		.set({ password_expires_at: SHUT_AT })
		.where('id', 'in', ids)
		.execute();
	await tx
		.deleteFrom('accounts')
		.where('id', 'in', ids)
		.where('id', 'not in', (from) =>
			from.selectFrom('audit_log').select('account_id').where('account_id', 'is not', null)
		)
		.where('id', 'not in', (from) => from.selectFrom('role_grants').select('account_id'))
		.execute();
}

async function grantsOf(tx: Db, accounts: readonly string[]): Promise<Map<string, RoleGrant[]>> {
	const byAccount = new Map<string, RoleGrant[]>();
	if (accounts.length === 0) return byAccount;
	const rows = await tx
		.selectFrom('role_grants')
		.select(['account_id', 'role', 'exam_id as exam', 'room_id as room'])
		.where('account_id', 'in', accounts)
		.execute();
	for (const { account_id, ...grant } of rows)
		byAccount.set(account_id, [...(byAccount.get(account_id) ?? []), grant]);
	return byAccount;
}
