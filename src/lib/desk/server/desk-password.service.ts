// A candidate's temporary password from the desk (C7, I5): in the answer and nowhere else. A form is known by its id, so
// that an answer that was lost is told when it comes again; the password itself cannot be: there is another one then.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Accounts } from '../../accounts/server/accounts.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Issued } from '../desk-view.ts';
import type { Visitor } from './desk.service.ts';
import { deskPerson } from './desk.repository.ts';

export interface DeskPasswords {
	/**
	 * Ends the account's sessions; what a device records and uploads goes on. Refuses 'candidate.not-found',
	 * 'access.denied' (an account with a role of staff), 'input.invalid' (a form of another account).
	 * @param form its id. @throws LoginRequired, AccessDenied
	 */
	issue(candidate: string, form: string, visitor: Visitor): Promise<Result<Issued, Refusal>>;
}

interface DeskPasswordParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly accounts: Pick<Accounts, 'service' | 'audit'>;
}

export function createDeskPasswords(parts: DeskPasswordParts): DeskPasswords {
	const { db, clock, log, accounts } = parts;
	return {
		async issue(candidate, form, { person, address }) {
			const found = await deskPerson(db, candidate);
			if (!found) {
				requireAnywhere(person, 'password.issue');
				return err(refuse('candidate.not-found'));
			}
			const { account } = requireAccess(person, 'password.issue', found.place);
			// who could take over a colleague's account would have their roles
			if (await isOfStaff(db, found.account)) return err(refuse('access.denied'));
			const before = await formOf(db, form);
			if (before !== null && before !== found.account) return err(refuse('input.invalid'));
			const ended = await openSessions(db, found.account, clock.now());
			const target = `account:${found.account}`;
			const issued = await issueUnlessStaff(accounts.service, found.account, async (tx) => {
				await noteForm(tx, { id: form, account_id: found.account, at: clock.now() });
				await accounts.audit.append({ account, action: 'password.issued', target, address }, tx);
			});
			if (!issued) return err(refuse('access.denied'));
			log.info({ account, candidate, again: before !== null }, 'temporary password issued');
			const { account: login } = found.candidate;
			return ok({
				...{ ...issued, account: login, issuedAt: clock.now() },
				...{ again: before !== null, ended }
			});
		}
	};
}

class BecameStaff extends Error {}

/** @returns null: it has been given a role meanwhile, and keeps password and sessions */
async function issueUnlessStaff(
	{ createTemporaryPassword }: Accounts['service'],
	account: string,
	alongside: (tx: Db) => Promise<void>
) {
	try {
		return await createTemporaryPassword(account, undefined, async (tx) => {
			// who gives a role holds this row by its key: it is waited for, and seen
			await tx.selectFrom('accounts').select('id').where('id', '=', account).forUpdate().execute();
			if (await isOfStaff(tx, account)) throw new BecameStaff();
			await alongside(tx);
		});
	} catch (cause) {
		if (cause instanceof BecameStaff) return null;
		throw cause;
	}
}

async function isOfStaff(db: Db, account: string): Promise<boolean> {
	const grant = await db
		.selectFrom('role_grants')
		.select('role')
		.where('account_id', '=', account)
		.executeTakeFirst();
	return grant !== undefined;
}

async function formOf(db: Db, form: string): Promise<string | null> {
	const row = await db
		.selectFrom('password_issues')
		.select('account_id')
		.where('id', '=', form)
		.executeTakeFirst();
	return row?.account_id ?? null;
}

const noteForm = (tx: Db, row: { id: string; account_id: string; at: number }) =>
	tx
		.insertInto('password_issues')
		.values(row)
		.onConflict((known) => known.column('id').doNothing())
		.execute();

async function openSessions(db: Db, account: string, now: number): Promise<number> {
	const rows = await db
		.selectFrom('sessions')
		.select('secret_hash')
		.where('account_id', '=', account)
		.where('expires_at', '>', now)
		.execute();
	return rows.length;
}
