// Logging in with account and password (普通登录, C7). Decides; keeps nothing itself.
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { minutesToWait } from '../login-policy.ts';
import type { Person } from '../permissions.ts';
import type { Audit } from './audit.ts';
import type { LoginThrottle } from './login-throttle.ts';
import { loginWindow } from './login-window.ts';
import type { Passwords } from './password.ts';
import { loadPerson } from './person.repository.ts';
import type { Sessions } from './session.repository.ts';

export interface LoginRequest {
	readonly account: string;
	readonly password: string;
	/** The client's network address, for the limits and the audit log. */
	readonly address: string;
}

export interface LoggedIn {
	readonly secret: string;
	readonly expiresAt: Millis;
	readonly person: Person;
}

export interface LoginRefusal extends Refusal {
	/** With 'login.too-many-tries': whole minutes until the next try. */
	readonly minutes?: number;
	/** With 'login.not-open': when it opens (C5). */
	readonly opensAt?: Millis;
}

/** Refusals: login.refused, .expired-password, .too-many-tries, .not-open, .closed. */
export type Login = (request: LoginRequest) => Promise<Result<LoggedIn, LoginRefusal>>;

export interface LoginNeeds {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly passwords: Passwords;
	readonly throttle: LoginThrottle;
	readonly sessions: Sessions;
	readonly audit: Audit;
}

export function createLogin(needs: LoginNeeds): Login {
	const { passwords, throttle, sessions, audit, log } = needs;

	return async ({ account, password, address }) => {
		const wait = await throttle.take(account, address);
		if (wait > 0) return err({ ...refuse('login.too-many-tries'), minutes: minutesToWait(wait) });

		const known = await findAccount(needs.db, account);
		const matches = await passwords.verify(known?.password_hash ?? null, password);
		if (!known || !matches) return err(refuse('login.refused'));
		await throttle.giveBack(account, address);

		const admitted = await admit(needs, known);
		if (!admitted.ok) return admitted;
		const session = await sessions.open(known.id, address);
		await audit.append({
			account: known.id,
			action: 'session.opened',
			target: `account:${known.id}`,
			address
		});
		log.info({ account: known.id }, 'session opened');
		return ok({ ...session, person: admitted.value });
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

/** The password was right; may this person in now? Only now, so that nothing is told to somebody who guesses. */
async function admit(
	{ db, clock }: LoginNeeds,
	known: KnownAccount
): Promise<Result<Person, LoginRefusal>> {
	const now = clock.now();
	if (known.password_expires_at !== null && now >= known.password_expires_at)
		return err(refuse('login.expired-password'));
	const person = await loadPerson(db, known.id);
	if (!person) return err(refuse('login.refused'));
	if (person.candidate === null) return ok(person);
	const { window, opensAt } = await loginWindow(db, person.candidate, now);
	if (window === 'not-open') return err({ ...refuse('login.not-open'), opensAt });
	if (window === 'closed') return err(refuse('login.closed'));
	return ok(person);
}
