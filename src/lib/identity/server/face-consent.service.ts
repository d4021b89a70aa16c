// The answer to the question whether the face may be used (C7). With it the attempt begins, so that the log has it; a no
// leads to the account way, and nothing of the face is left.
import type { Transaction } from 'kysely';
import { loginWindow } from '../../accounts/server/login-window.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { consentText, consentVersion } from '../consent.ts';
import { erasePrints, eraseSealed } from './erase-faces.ts';
import type { FaceCandidate } from './face-candidate.ts';
import { endFaceLogins } from './face-login.repository.ts';
import { knownLogin } from './face-standing.ts';

export interface FaceConsent {
	/** Refuses identity.expired, .text-changed (another text than this one is asked now), login.closed. */
	agree(secret: string | null, version: string): Promise<Result<void, Refusal>>;
	/** A no, or a yes taken back. Ends this candidate's logins by face. @returns the exam's address, null: no such login */
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
				return take({ type: 'face.consent', data: { given: true, version } }, null);
			});
			if (refused) return err(refused);
			log.info({ attempt }, 'use of the face agreed to');
			return ok(undefined);
		},

		async decline(secret) {
			const known = await knownLogin(db, clock, secret);
			if (!known) return null;
			const { candidate } = known;
			const attempt = await begun(candidate);
			if (attempt === null) await endFaceLogins(db, candidate.id);
			else await withdraw(attempt, candidate.id);
			return candidate.exam.address;
		}
	};

	async function withdraw(attempt: string, candidate: string): Promise<void> {
		await writer.within(attempt, async (tx, { applied, take }) => {
			const { state } = applied();
			const data = { given: false, version: frozenVersion(state) };
			const refused = take({ type: 'face.consent', data }, null);
			if (refused) throw new Error(`a no is never refused: ${refused.code}`);
			await forget(tx, attempt, candidate, state);
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

/** What somebody has logged in by stays: it is what an invigilator confirms them by. */
async function forget(
	tx: Transaction<Database>,
	attempt: string,
	candidate: string,
	{ leases }: AttemptState
): Promise<void> {
	const hasEntered = await endFaceLogins(tx, candidate);
	if (hasEntered || Object.keys(leases).length > 0) return;
	await eraseSealed(tx, attempt, ['face.checked']);
	await erasePrints(tx, attempt);
}
