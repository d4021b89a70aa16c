// A look at a candidate's desk is in the audit log (I5): once for a person, a candidate and ten minutes, however often
// their page is read again.
import { sql } from 'kysely';
import type { AuditEntry, Audit } from '../../accounts/server/audit.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';

const ONE_LOOK_MS = 10 * 60_000;

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
		const before = await tx
			.selectFrom('audit_log')
			.select('id')
			.where('target', '=', target)
			.where('at', '>', clock.now() - ONE_LOOK_MS)
			.where('account_id', '=', account)
			.where('action', '=', look.action)
			.executeTakeFirst();
		if (!before) await audit.append(look, tx);
	});
}
