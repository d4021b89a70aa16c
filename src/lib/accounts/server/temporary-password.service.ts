// A technician's temporary password (C7), by account or admission number. On record; the password itself is shown once.
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Accounts } from './accounts.ts';

export interface IssuedPassword {
	readonly account: string;
	readonly name: string;
	readonly password: string;
	readonly expiresAt: Millis;
	/** Where this person sits, when a candidate. */
	readonly sitting: { readonly code: string; readonly startsAt: Millis } | null;
}

interface Needs {
	readonly db: Db;
	readonly accounts: Pick<Accounts, 'service' | 'audit'>;
}

/** @param login account or admission number; `ambiguous`: an admission number that several candidates have */
export async function issueTemporaryPassword(
	{ db, accounts }: Needs,
	login: string,
	validMs?: number
): Promise<Result<IssuedPassword, 'unknown' | 'ambiguous'>> {
	const rows = await db
		.selectFrom('accounts')
		.leftJoin('candidates', 'candidates.account_id', 'accounts.id')
		.leftJoin('rooms', 'rooms.id', 'candidates.room_id')
		.leftJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['accounts.id', 'accounts.account', 'accounts.name'])
		.select(['sittings.code', 'sittings.starts_at as startsAt'])
		.where((where) =>
			where.or([where('accounts.account', '=', login), where('candidates.admission', '=', login)])
		)
		.execute();
	const exact = rows.find(({ account }) => account === login);
	const found = exact ?? rows[0];
	if (!found) return err('unknown');
	if (!exact && rows.length > 1) return err('ambiguous');
	const line = { account: null, action: 'password.issued', address: 'local' } as const;
	const issued = await accounts.service.createTemporaryPassword(found.id, validMs, (tx) =>
		accounts.audit.append({ ...line, target: `account:${found.id}` }, tx)
	);
	const { account, name, code, startsAt } = found;
	const sitting = code === null || startsAt === null ? null : { code, startsAt };
	return ok({ account, name, ...issued, sitting });
}
