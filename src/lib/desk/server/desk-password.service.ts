// A candidate's temporary password from the desk (C7, I5): in the answer and nowhere else. A form is known by its id, so
// that an answer that was lost is told when it comes again; the password itself cannot be: there is another one then.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Accounts } from '../../accounts/server/accounts.ts';
import { bindRequest, type Standing } from '../../accounts/server/staff-request.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Issued } from '../desk-view.ts';
import type { Visitor } from './desk.service.ts';
import { deskPerson } from './desk.repository.ts';

export interface DeskPasswords {
	/**
	 * Ends the account's sessions; what a device records and uploads goes on. Refuses 'candidate.not-found',
	 * 'access.denied' (an account with a role of staff), 'act.id-taken' (another person's form, or for another account).
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
			const ended = await openSessions(db, found.account, clock.now());
			const target = `account:${found.account}`;
			const request = { id: form, account, target, asks: { kind: 'password' } };
			let standing: Standing = 'first';
			const issued = await issueUnlessStaff(accounts.service, found.account, async (tx) => {
				standing = await bindRequest(tx, request, clock.now());
				if (standing === 'another') throw new NotIssued('act.id-taken');
				await accounts.audit.append({ account, action: 'password.issued', target, address }, tx);
			});
			if (!issued.ok) return issued;
			const again = isAgain(standing);
			log.info({ account, candidate, again }, 'temporary password issued');
			const { account: login } = found.candidate;
			return ok({
				...{ ...issued.value, account: login, issuedAt: clock.now() },
				...{ again, ended }
			});
		}
	};
}

// written in the transaction's own function, which the compiler does not follow
const isAgain = (standing: Standing): boolean => standing === 'again';

/** Takes the transaction back: password and sessions stay. */
class NotIssued extends Error {
	readonly code: ErrorCode;
	constructor(code: ErrorCode) {
		super(code);
		this.code = code;
	}
}

/** Refuses 'access.denied': it has been given a role meanwhile. */
async function issueUnlessStaff(
	{ createTemporaryPassword }: Accounts['service'],
	account: string,
	alongside: (tx: Db) => Promise<void>
) {
	try {
		const issued = await createTemporaryPassword(account, undefined, async (tx) => {
			// who gives a role holds this row by its key: it is waited for, and seen
			await tx.selectFrom('accounts').select('id').where('id', '=', account).forUpdate().execute();
			if (await isOfStaff(tx, account)) throw new NotIssued('access.denied');
			await alongside(tx);
		});
		return ok(issued);
	} catch (cause) {
		if (cause instanceof NotIssued) return err(refuse(cause.code));
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

async function openSessions(db: Db, account: string, now: number): Promise<number> {
	const rows = await db
		.selectFrom('sessions')
		.select('secret_hash')
		.where('account_id', '=', account)
		.where('expires_at', '>', now)
		.execute();
	return rows.length;
}
