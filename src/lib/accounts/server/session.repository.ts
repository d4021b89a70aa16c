// Sessions: who is logged in, by a secret of which only the digest is kept. A copy of the table opens nothing.
import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { LoginWay } from '../login-way.ts';
import type { Person } from '../permissions.ts';
import { loadPerson } from './person.repository.ts';

/** Longer than any sitting with its upload; the capability token, not the session, carries an upload beyond. */
export const SESSION_MS = 12 * 60 * 60_000;
const SECRET_BYTES = 32;

/** On which every process hears that a session or a role of an account is over; triggers announce it (0015). */
export const ACCESS_CHANNEL = 'access';

export interface NewSession {
	readonly account: string;
	readonly address: string;
	readonly way: LoginWay;
	/** Chosen by whoever may have to answer twice: the same secret is the same session. */
	readonly secret?: string | undefined;
}

export interface OpenedSession {
	/** For the cookie; it is not kept here. */
	readonly secret: string;
	readonly expiresAt: Millis;
	readonly isNew: boolean;
}

export interface Sessions {
	open(session: NewSession): Promise<OpenedSession>;
	/** Whom this secret lets in now, with their roles as they are now; null when unknown or expired. */
	personOf(secret: string): Promise<Person | null>;
	close(secret: string): Promise<void>;
	/** After a change of password, or when an account is closed. @param within the transaction that changes it */
	closeAllOf(account: string, within?: Db): Promise<void>;
}

export function createSessions(db: Db, clock: Clock): Sessions {
	return {
		async open({ account, address, way, secret = newSecret() }) {
			const now = clock.now();
			await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
			const inserted = await db
				.insertInto('sessions')
				.values({
					secret_hash: digest(secret),
					account_id: account,
					created_at: now,
					expires_at: now + SESSION_MS,
					address,
					way
				})
				.onConflict((known) => known.column('secret_hash').doNothing())
				.executeTakeFirst();
			const isNew = (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
			return { secret, expiresAt: now + SESSION_MS, isNew };
		},
		async personOf(secret) {
			const session = await db
				.selectFrom('sessions')
				.select('account_id')
				.where('secret_hash', '=', digest(secret))
				.where('expires_at', '>', clock.now())
				.executeTakeFirst();
			return session ? loadPerson(db, session.account_id) : null;
		},
		async close(secret) {
			await db.deleteFrom('sessions').where('secret_hash', '=', digest(secret)).execute();
		},
		async closeAllOf(account, within = db) {
			await within.deleteFrom('sessions').where('account_id', '=', account).execute();
		}
	};
}

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
