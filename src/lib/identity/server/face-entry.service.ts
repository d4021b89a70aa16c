// The way to a login by face (C6): admission number and the last six of the ID number. A name, not a proof: what opens is
// the question whether the face may be used, nothing else.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { minutesToWait } from '../../accounts/login-policy.ts';
import type { LoginRefusal } from '../../accounts/login-refusal.ts';
import type { LoginThrottle } from '../../accounts/server/login-throttle.ts';
import { loginWindow } from '../../accounts/server/login-window.ts';
import { newSecret } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { FACE_LOGIN_MS } from '../login-state.ts';
import { candidatesAdmitted, type FaceCandidate } from './face-candidate.ts';
import { insertFaceLogin } from './face-login.repository.ts';

export interface FaceEntry {
	readonly admission: string;
	/** In capitals. */
	readonly idLastSix: string;
	/** The exam's address; null where none is named. */
	readonly exam: string | null;
	readonly address: string;
}

export interface BegunFaceLogin {
	readonly secret: string;
	readonly expiresAt: Millis;
}

/**
 * Refusals: identity.unknown, login.too-many-tries; and, to somebody whose digits were right: identity.several-exams,
 * .not-needed, login.not-open, .closed.
 */
export type BeginFaceLogin = (entry: FaceEntry) => Promise<Result<BegunFaceLogin, LoginRefusal>>;

export interface FaceEntryParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly throttle: LoginThrottle;
}

/** Apart from the account's tries: who guesses digits shuts nobody out of the account way, nor opens a guess at it. */
const throttleKey = (admission: string): string => `face:${admission}`;

export function createFaceEntry({ db, clock, log, throttle }: FaceEntryParts): BeginFaceLogin {
	return async ({ admission, idLastSix, exam, address }) => {
		const key = throttleKey(admission);
		const wait = await throttle.take(key, address);
		if (wait > 0) return err({ ...refuse('login.too-many-tries'), minutes: minutesToWait(wait) });

		const known = await candidatesAdmitted(db, admission, exam, clock.now());
		const [candidate, another] = meant(known, idLastSix);
		if (!candidate) return err(refuse('identity.unknown'));
		await throttle.giveBack(key, address);
		if (another) return err(refuse('identity.several-exams'));

		const refused = await whyNot(candidate);
		if (refused) return err(refused);
		const [id, secret, now] = [randomUUID(), newSecret(), clock.now()];
		const expiresAt = now + FACE_LOGIN_MS;
		await insertFaceLogin(db, { id, candidate: candidate.id, secret, address, now, expiresAt });
		log.info({ candidate: candidate.id, login: id }, 'login by face begun');
		return ok({ secret, expiresAt });
	};

	async function whyNot({ id, isExempt, exam }: FaceCandidate): Promise<LoginRefusal | null> {
		if (isExempt) return refuse('identity.not-needed');
		const { window, opensAt } = await loginWindow(db, id, clock.now());
		const phone = exam.supportPhone;
		if (window === 'not-open') return { ...refuse('login.not-open'), opensAt, phone };
		return window === 'closed' ? { ...refuse('login.closed'), phone } : null;
	}
}

/** Nobody has this number: compared with all the same, so that an unknown number takes as long. */
const NOBODY = '··················';

function meant(known: readonly FaceCandidate[], idLastSix: string): FaceCandidate[] {
	if (known.length === 0) isSame(NOBODY, idLastSix);
	return known.filter(({ idNumber }) => isSame(idNumber.toUpperCase(), idLastSix));
}

const isSame = (idNumber: string, lastSix: string): boolean =>
	timingSafeEqual(digest(idNumber.slice(-lastSix.length)), digest(lastSix));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
