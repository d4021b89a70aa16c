// Accounts as staff and scripts make them: creating, issuing a temporary password (C7), setting a lasting one.
import { randomUUID } from 'node:crypto';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { RoleGrant } from '../permissions.ts';
import type { LoginThrottle } from './login-throttle.ts';
import { randomPassword, type Passwords } from './password.ts';
import type { Sessions } from './session.repository.ts';

/** A technician reads it out; the candidate types it within the hour before the sitting. */
export const TEMPORARY_PASSWORD_MS = 60 * 60_000;

export interface NewAccount {
	/** What is typed to log in; unique, at most 100 characters. */
	readonly account: string;
	readonly name: string;
	readonly password: string;
	/** Roles of staff; a candidate has none, the roster refers to the account. */
	readonly grants?: readonly RoleGrant[];
}

export interface AccountService {
	/** @returns the account's id. Throws when the name is taken. */
	createAccount(account: NewAccount): Promise<string>;
	/**
	 * A password shown once, expiring; ends the account's sessions and forgets its failed tries.
	 * @param alongside in the same transaction
	 */
	createTemporaryPassword(
		accountId: string,
		validMs?: number,
		alongside?: Alongside
	): Promise<{ readonly password: string; readonly expiresAt: Millis }>;
	/** A lasting password; ends the account's sessions. */
	setPassword(accountId: string, password: string): Promise<void>;
}

type Alongside = (tx: Db) => Promise<void>;

interface Needs {
	readonly db: Db;
	readonly clock: Clock;
	readonly passwords: Passwords;
	readonly sessions: Sessions;
	readonly throttle: LoginThrottle;
}

export function createAccountService(needs: Needs): AccountService {
	const { db, clock, passwords } = needs;
	return {
		async createAccount({ account, name, password, grants = [] }) {
			const id = randomUUID();
			const password_hash = await passwords.hash(password);
			await db.transaction().execute(async (tx) => {
				await tx
					.insertInto('accounts')
					.values({
						id,
						account,
						name,
						password_hash,
						password_expires_at: null,
						created_at: clock.now()
					})
					.execute();
				if (grants.length > 0)
					await tx
						.insertInto('role_grants')
						.values(grants.map((grant) => grantRow(id, grant)))
						.execute();
			});
			return id;
		},
		async createTemporaryPassword(accountId, validMs = TEMPORARY_PASSWORD_MS, alongside) {
			const password = randomPassword();
			const expiresAt = clock.now() + validMs;
			await replacePassword(needs, accountId, { password, expiresAt }, alongside);
			return { password, expiresAt };
		},
		setPassword: (accountId, password) =>
			replacePassword(needs, accountId, { password, expiresAt: null })
	};
}

const grantRow = (account_id: string, { role, exam, room }: RoleGrant) => ({
	account_id,
	role,
	exam_id: exam,
	room_id: room
});

async function replacePassword(
	{ db, passwords, sessions, throttle }: Needs,
	id: string,
	{ password, expiresAt }: { readonly password: string; readonly expiresAt: Millis | null },
	alongside: Alongside = async () => {}
): Promise<void> {
	const password_hash = await passwords.hash(password);
	const { account } = await db.transaction().execute(async (tx) => {
		const changed = await tx
			.updateTable('accounts')
			.set({ password_hash, password_expires_at: expiresAt })
			.where('id', '=', id)
			.returning('account')
			.executeTakeFirstOrThrow();
		await sessions.closeAllOf(id, tx);
		await alongside(tx);
		return changed;
	});
	await throttle.forget(account);
}
