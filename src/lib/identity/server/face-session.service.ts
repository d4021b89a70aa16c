// The one session that a login by face opens, once a machine has accepted it or a person lets it in. Identity stays
// unconfirmed. Its secret follows from the login's own: when the answer is lost, asking again gives the same session.
import { createHmac } from 'node:crypto';
import type { LetIn, LoggedIn } from '../../accounts/server/admission.ts';
import type { LoginRefusal } from '../../accounts/login-refusal.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/errors.ts';
import { err, type Result } from '../../shared/result.ts';
import { markSessionOpened } from './face-login.repository.ts';
import { knownLogin, whyNotIn, type KnownFaceLogin } from './face-standing.ts';

/** Refuses identity.expired, .consent-needed, .person-needed, .blocked, and what `letIn` says. */
export type OpenFaceSession = (
	secret: string | null,
	address: string
) => Promise<Result<LoggedIn, LoginRefusal>>;

export interface FaceSessionParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly writer: Pick<DatabaseAttemptWriter, 'within'>;
	readonly letIn: LetIn;
}

export function createFaceSessions(parts: FaceSessionParts): OpenFaceSession {
	const { db, clock, writer, letIn } = parts;

	return async (secret, address) => {
		const known = await knownLogin(db, clock, secret);
		const attempt = known?.candidate.attempt ?? null;
		if (secret === null || !known) return err(refuse('identity.expired'));
		if (attempt === null) return err(refuse('identity.consent-needed'));
		// under the lock: a person's leave opens one login, not two at once
		const refused = await writer.within(attempt, async (tx) => {
			const current = await knownLogin(tx, clock, secret);
			const code = current ? whyNotIn(current, 'in') : 'identity.expired';
			if (code) return refuse(code);
			await markSessionOpened(tx, known.login.id, clock.now());
			return null;
		});
		if (refused) return err(refused);
		return letIn({
			...{ account: known.candidate.account, address, way: known.way },
			secret: sessionSecret(secret, known)
		});
	};
}

const sessionSecret = (secret: string, { login }: KnownFaceLogin): string =>
	createHmac('sha256', secret).update(`session:${login.id}`).digest('base64url');
