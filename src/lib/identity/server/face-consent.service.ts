// The answer to the question whether the face may be used (C7). With it the attempt begins, so that the log has it; a no
// leads to the account way, and nothing of the face is left.
import { loginWindow } from '../../accounts/server/login-window.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { consentText, consentVersion } from '../consent.ts';
import { eraseChecks } from './erase-faces.ts';
import type { FaceCandidate } from './face-candidate.ts';
import { endFaceLogin, type FaceLoginRow } from './face-login.repository.ts';
import { knownLogin } from './face-standing.ts';

export interface FaceConsent {
	/** Refuses identity.expired, .text-changed (another text than this one is asked now), login.closed. */
	agree(secret: string | null, version: string): Promise<Result<void, Refusal>>;
	/** A no, or a yes taken back. Ends this login by face. @returns the exam's address, null: no such login */
	decline(secret: string | null): Promise<string | null>;
}

export interface FaceConsentParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly writer: Pick<DatabaseAttemptWriter, 'within'>;
	attemptOf(candidate: string): Promise<string>;
}

export function createFaceConsent(parts: FaceConsentParts): FaceConsent {
	const { db, clock, log, writer, attemptOf } = parts;

	return {
		async agree(secret, version) {
			const known = await knownLogin(db, clock, secret);
			if (!known || known.state === 'over') return err(refuse('identity.expired'));
			const { candidate } = known;
			if (version !== candidate.version) return err(refuse('identity.text-changed'));
			const attempt = await begun(candidate);
			if (attempt === null) return err(refuse('login.closed'));
			const refused = await writer.within(attempt, async (_tx, { applied, take }) => {
				// frozen with the attempt: what was read is what counts
				if (frozenVersion(applied().state) !== version) return refuse('identity.text-changed');
				return take(
					{ type: 'face.consent', data: { given: true, version, login: known.login.id } },
					null
				);
			});
			if (refused) return err(refused);
			log.info({ attempt }, 'use of the face agreed to');
			return ok(undefined);
		},

		async decline(secret) {
			const known = await knownLogin(db, clock, secret);
			if (!known) return null;
			const { candidate, login } = known;
			const attempt = await begun(candidate);
			if (attempt === null) await endFaceLogin(db, login.id);
			else await withdraw(attempt, login);
			return candidate.exam.address;
		}
	};

	/** Somebody who has only named themselves speaks for their own login: not for another's, nor for who is in already. */
	async function withdraw(attempt: string, { id, sessionAt }: FaceLoginRow): Promise<void> {
		await writer.within(attempt, async (tx, { applied, take }) => {
			const { state } = applied();
			const { consent } = state.face;
			const isTheirs = consent === null || consent.login === id;
			if (isTheirs && state.lease === null) {
				const data = { given: false, version: frozenVersion(state), login: id };
				const refused = take({ type: 'face.consent', data }, null);
				if (refused) throw new Error(`a no is never refused: ${refused.code}`);
			}
			const checks = await endFaceLogin(tx, id);
			// what somebody has logged in by stays: it is what an invigilator confirms them by
			const isIn = sessionAt !== null || Object.keys(state.leases).length > 0;
			if (!isIn) await eraseChecks(tx, attempt, checks);
		});
		log.info({ attempt }, 'use of the face declined');
	}

	/** The first login closes while somebody reads, too; then nothing begins. */
	async function begun({ id, attempt }: FaceCandidate): Promise<string | null> {
		if (attempt !== null) return attempt;
		const { window } = await loginWindow(db, id, clock.now());
		return window === 'open' ? attemptOf(id) : null;
	}
}

const frozenVersion = ({ frozen }: AttemptState): string =>
	consentVersion(consentText(frozen.texts));
