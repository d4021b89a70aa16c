// Where the login of this cookie stands, as the database has it now: read by every page and route of the login by face.
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { MAX_FACE_REFUSALS } from '../../attempt/events.ts';
import { loginState, wayOf, whyNoCheck, type LoginStanding } from '../login-state.ts';
import type { FaceLogin } from '../wire.ts';
import { faceCandidate, type FaceCandidate } from './face-candidate.ts';
import { faceLoginOf, type FaceLoginRow } from './face-login.repository.ts';

export interface KnownFaceLogin {
	readonly login: FaceLoginRow;
	readonly candidate: FaceCandidate;
	readonly state: FaceLogin['state'];
	/** By what it is let in, when it is. */
	readonly way: 'face' | 'admitted';
}

/** @returns null when nobody has this secret any more */
export async function knownLogin(
	db: Db,
	clock: Clock,
	secret: string | null
): Promise<KnownFaceLogin | null> {
	const login = secret === null ? null : await faceLoginOf(db, secret);
	const candidate = login && (await faceCandidate(db, login.candidate));
	if (!login || !candidate) return null;
	const { face, version } = candidate;
	const { expiresAt, sessionAt } = login;
	const standing: LoginStanding = {
		...{ expiresAt, sessionAt, face, version },
		acceptedHere: await isOfLogin(db, login.id, face?.accepted?.check ?? null),
		admittedHere: await isOfLogin(db, login.id, face?.admitted?.check ?? null)
	};
	return { login, candidate, state: loginState(standing, clock.now()), way: wayOf(standing) };
}

async function isOfLogin(db: Db, login: string, check: string | null): Promise<boolean> {
	if (check === null) return false;
	const row = await db
		.selectFrom('face_challenges')
		.select('id')
		.where('id', '=', check)
		.where('login_id', '=', login)
		.executeTakeFirst();
	return row !== undefined;
}

export const refusalsOf = ({ face }: Pick<FaceCandidate, 'face'>): number =>
	Math.min(face?.refusals ?? 0, MAX_FACE_REFUSALS);

/** Why this login may not do what only `wanted` may; null = it may. */
export function whyNotIn(
	{ state, candidate }: Pick<KnownFaceLogin, 'state' | 'candidate'>,
	wanted: FaceLogin['state']
): ErrorCode | null {
	if (state === wanted) return null;
	if (state === 'over') return 'identity.expired';
	if (state === 'consent') return 'identity.consent-needed';
	if (state !== 'waiting') return 'attempt.wrong-stage';
	return candidate.face && whyNoCheck(candidate.face);
}
