// The accounts domain put together; `lib/server/app.ts` calls this once.
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { createAdmission, type LetIn } from './admission.ts';
import { createAccountService, type AccountService } from './account.service.ts';
import { createAudit, type Audit } from './audit.ts';
import { createLogin, type Login } from './login.service.ts';
import { createLoginThrottle, type LoginThrottle } from './login-throttle.ts';
import { createPasswords } from './password.ts';
import { createSessions, type Sessions } from './session.repository.ts';

export interface Accounts {
	readonly login: Login;
	/** For whoever judges another way of showing who one is. */
	readonly letIn: LetIn;
	readonly throttle: LoginThrottle;
	readonly sessions: Sessions;
	readonly audit: Audit;
	readonly service: AccountService;
}

export function createAccounts({
	db,
	clock,
	log
}: {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
}): Accounts {
	const passwords = createPasswords();
	const throttle = createLoginThrottle(db, clock);
	const sessions = createSessions(db, clock);
	const audit = createAudit(db, clock);
	const letIn = createAdmission({ db, clock, log, sessions, audit });
	return {
		login: createLogin({ db, clock, passwords, throttle, letIn, sessions }),
		letIn,
		throttle,
		sessions,
		audit,
		service: createAccountService({ db, clock, passwords, sessions, throttle })
	};
}
