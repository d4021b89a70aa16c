// An account as the person it lets in: name, role grants, place on the roster.
import type { Db } from '../../server/db/database.ts';
import type { Person } from '../permissions.ts';

/** @param account the account's id */
export async function loadPerson(db: Db, account: string): Promise<Person | null> {
	const row = await db
		.selectFrom('accounts')
		.leftJoin('candidates', 'candidates.account_id', 'accounts.id')
		.select(['accounts.id', 'accounts.name', 'candidates.id as candidate'])
		.where('accounts.id', '=', account)
		.executeTakeFirst();
	if (!row) return null;
	const grants = await db
		.selectFrom('role_grants')
		.select(['role', 'exam_id as exam', 'room_id as room'])
		.where('account_id', '=', account)
		.execute();
	return { account: row.id, name: row.name, grants, candidate: row.candidate };
}
