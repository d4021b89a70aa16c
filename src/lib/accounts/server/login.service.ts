// Logging in with account and password (普通登录, C7): how often, and whether the password is right. What follows is
// admission.ts.
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse } from '../../shared/errors.ts';
import { err, type Result } from '../../shared/result.ts';
import { minutesToWait } from '../login-policy.ts';
import type { LoginRefusal } from '../login-refusal.ts';
import type { LetIn, LoggedIn } from './admission.ts';
import type { LoginThrottle } from './login-throttle.ts';
import type { Passwords } from './password.ts';
import type { Sessions } from './session.repository.ts';

export interface LoginRequest {
	readonly account: string;
	readonly password: string;
	/** The client's network address, for the limits and the audit log. */
	readonly address: string;
}

/** Refusals: login.refused, .expired-password, .too-many-tries, and what `letIn` says. */
export type Login = (request: LoginRequest) => Promise<Result<LoggedIn, LoginRefusal>>;

export interface LoginNeeds {
	readonly db: Db;
	readonly clock: Clock;
	readonly passwords: Passwords;
	readonly throttle: LoginThrottle;
	readonly letIn: LetIn;
	readonly sessions: Pick<Sessions, 'close'>;
}

export function createLogin(needs: LoginNeeds): Login {
	const { db, clock, passwords, throttle, letIn, sessions } = needs;
	return async ({ account, password, address }) => {
		const wait = await throttle.take(account, address);
		if (wait > 0) return err({ ...refuse('login.too-many-tries'), minutes: minutesToWait(wait) });

		const known = await findAccount(db, account);
		const matches = await passwords.verify(known?.password_hash ?? null, password);
		if (!known || !matches) return err(refuse('login.refused'));
		await throttle.giveBack(account, address);

		// only now, so that nothing is told to somebody who guesses
		const { password_expires_at: expiresAt } = known;
		if (expiresAt !== null && clock.now() >= expiresAt)
			return err(refuse('login.expired-password'));
		const letInNow = await letIn({ account: known.id, address, way: 'password' });
		// replaced in the middle: whoever replaced it has ended all sessions but this one
		if (!letInNow.ok || (await isStill(db, known))) return letInNow;
		await sessions.close(letInNow.value.secret);
		return err(refuse('login.refused'));
	};
}

interface KnownAccount {
	readonly id: string;
	readonly password_hash: string;
	readonly password_expires_at: Millis | null;
}

const findAccount = (db: Db, account: string): Promise<KnownAccount | undefined> =>
	db
		.selectFrom('accounts')
		.select(['id', 'password_hash', 'password_expires_at'])
		.where('account', '=', account)
		.executeTakeFirst();

/** Waits for whoever is just replacing it. */
async function isStill(db: Db, { id, password_hash }: KnownAccount): Promise<boolean> {
	const now = await db
		.selectFrom('accounts')
		.select('password_hash')
		.where('id', '=', id)
		.forShare()
		.executeTakeFirst();
	return now?.password_hash === password_hash;
}
