// What the people are called whose accounts lie beside the lines of a log.
import type { Db } from '../../server/db/database.ts';

/** @returns by account; who was deleted has none */
export async function namesOf(
	db: Db,
	accounts: readonly string[]
): Promise<ReadonlyMap<string, string>> {
	if (accounts.length === 0) return new Map();
	const rows = await db
		.selectFrom('accounts')
		.select(['id', 'name'])
		.where('id', 'in', [...new Set(accounts)])
		.execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}
