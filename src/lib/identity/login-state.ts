// Where one login by face stands (C6, C7). Pure: the attempt's facet and the login's row in, one state out; page, wire and
// server ask the same.
import type { FaceFacet } from '../attempt/attempt-state.ts';
import { MAX_FACE_REFUSALS } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { FaceLogin } from './wire.ts';

export const FACE_LOGIN_MS = 15 * 60_000;
/** A person who was asked may take this long to look. */
export const WAITING_MS = 30 * 60_000;
/** A person's leave must be used so soon. */
export const ADMISSION_MS = 15 * 60_000;
/** So long after its session was opened, a login answers as it did: the answer may have been lost. */
export const SESSION_AGAIN_MS = 60_000;

export interface LoginStanding {
	readonly expiresAt: Millis;
	/** When it opened its session; null = not yet. */
	readonly sessionAt: Millis | null;
	/** Null: the attempt has not begun. */
	readonly face: FaceFacet | null;
	/** Of the text that this candidate is asked to agree to. */
	readonly version: string;
	/** The check that was accepted last was this login's. */
	readonly acceptedHere: boolean;
	/** The check by which a person let somebody in was this login's. */
	readonly admittedHere: boolean;
}

export function loginState(standing: LoginStanding, now: Millis): FaceLogin['state'] {
	const { expiresAt, sessionAt, face, version, acceptedHere } = standing;
	if (sessionAt !== null && now >= sessionAt + SESSION_AGAIN_MS) return 'over';
	if (now >= expiresAt) return 'over';
	if (acceptedHere || isAdmitted(standing, now)) return 'in';
	if (face?.consent?.given !== true || face.consent.version !== version) return 'consent';
	return whyNoCheck(face) === null ? 'ready' : 'waiting';
}

/** Why the machine is not asked again; whether it may be asked at all is the reducer's. */
export function whyNoCheck({ refusals, askedAt }: FaceFacet): ErrorCode | null {
	if (refusals >= MAX_FACE_REFUSALS) return 'identity.blocked';
	return askedAt === null ? null : 'identity.person-needed';
}

/** Which of the two lets this login in. */
export const wayOf = ({ acceptedHere }: LoginStanding): 'face' | 'admitted' =>
	acceptedHere ? 'face' : 'admitted';

function isAdmitted({ face, admittedHere }: LoginStanding, now: Millis): boolean {
	return admittedHere && now < (face?.admitted?.at ?? 0) + ADMISSION_MS;
}
