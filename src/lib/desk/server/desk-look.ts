// A look at a candidate's desk is in the audit log (I5), once however often their page is read again (one-look.ts).
import { sql } from 'kysely';
import type { AuditEntry, Audit } from '../../accounts/server/audit.ts';
import { isLookOnRecord } from '../../accounts/server/one-look.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';

export async function noteLook(
	{ db, clock, audit }: { readonly db: Db; readonly clock: Clock; readonly audit: Audit },
	{ account, target, address }: Omit<AuditEntry, 'action'> & { readonly account: string }
): Promise<void> {
	const look = { account, action: 'desk.viewed', target, address } as const;
	await db.transaction().execute(async (tx) => {
		// two pages of one person at once are one look
		await sql`select pg_advisory_xact_lock(hashtextextended(${`${account} ${target}`}, 0))`.execute(
			tx
		);
		if (!(await isLookOnRecord(tx, look, clock.now()))) await audit.append(look, tx);
	});
}
