// One look (A4): whoever looks at one thing again within ten minutes has looked once.
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { AuditEntry } from './audit.ts';

export const ONE_LOOK_MS = 10 * 60_000;

/** Of any process; two at once may both find nothing. */
export async function isLookOnRecord(
	db: Db,
	{ account, action, target }: Pick<AuditEntry, 'account' | 'action' | 'target'>,
	now: Millis
): Promise<boolean> {
	const row = await db
		.selectFrom('audit_log')
		.select('id')
		.where('action', '=', action)
		.where('account_id', '=', account)
		.where('target', '=', target)
		.where('at', '>', now - ONE_LOOK_MS)
		.executeTakeFirst();
	return row !== undefined;
}
