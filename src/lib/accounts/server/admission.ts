// Letting somebody in who has shown who they are, by whichever way (C6, C7): the time of their login, a session, and both
// on record. What they have shown is for others to judge.
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LoginRefusal } from '../login-refusal.ts';
import type { LoginWay } from '../login-way.ts';
import type { Person } from '../permissions.ts';
import type { Audit } from './audit.ts';
import { loginWindow } from './login-window.ts';
import { loadPerson } from './person.repository.ts';
import type { Sessions } from './session.repository.ts';

export interface LoggedIn {
	readonly secret: string;
	readonly expiresAt: Millis;
	readonly person: Person;
}

export interface Arriving {
	/** The account's id. */
	readonly account: string;
	readonly address: string;
	readonly way: LoginWay;
	/** Of the session; letting in twice by the same opens one. Without it, a new one. */
	readonly secret?: string;
}

/** Refusals: login.refused (no such account any more), .not-open, .closed. */
export type LetIn = (arriving: Arriving) => Promise<Result<LoggedIn, LoginRefusal>>;

export interface AdmissionNeeds {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly sessions: Sessions;
	readonly audit: Audit;
}

export function createAdmission({ db, clock, log, sessions, audit }: AdmissionNeeds): LetIn {
	return async ({ account, address, way, secret }) => {
		const person = await loadPerson(db, account);
		if (!person) return err(refuse('login.refused'));
		const refused = await refusedByTime(db, person, clock.now());
		if (refused) return err(refused);
		const { isNew, ...session } = await sessions.open({ account, address, way, secret });
		if (isNew) {
			const target = `account:${account}`;
			await audit.append({ account, action: 'session.opened', target, address });
			log.info({ account, way }, 'session opened');
		}
		return ok({ ...session, person });
	};
}

/** Staff may come at any time. */
async function refusedByTime(
	db: Db,
	{ candidate }: Person,
	now: Millis
): Promise<LoginRefusal | null> {
	if (candidate === null) return null;
	const { window, opensAt } = await loginWindow(db, candidate, now);
	if (window === 'not-open') return { ...refuse('login.not-open'), opensAt };
	return window === 'closed' ? refuse('login.closed') : null;
}
