// C6, C7: which of the two ways of logging in the entry page opens with. Pure.
import type { RefusedLogin } from '../../accounts/login-refusal.ts';
import type { ExamFacts } from '../../exam/arrival.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { MessageKey } from '../../shared/i18n.ts';
import type { Capability } from './page-view.ts';

export type Way = RefusedLogin['way'];

/** After these a face is of no use any more. */
const ACCOUNT_IS_LEFT: readonly ErrorCode[] = ['identity.not-needed', 'identity.blocked'];

interface Asked {
	readonly exam: Pick<ExamFacts, 'face'> | null;
	readonly refusal: RefusedLogin | null;
	/** `?login=…` of the address. */
	readonly login: string | null;
	/** The page asked for before the login, which is one of staff's. */
	readonly next: string | null;
}

/** Where no exam is known it may be one with faces. */
export const hasFaceWay = (exam: Asked['exam']): boolean => exam?.face ?? true;

export function firstWay({ exam, refusal, login, next }: Asked): Way {
	if (!hasFaceWay(exam)) return 'account';
	if (refusal) return ACCOUNT_IS_LEFT.includes(refusal.code) ? 'account' : refusal.way;
	if (login === 'account' || login === 'face') return login;
	return exam && next === null ? 'face' : 'account';
}

/** Why no face can be looked at in this browser; null when one can. */
export function noFaceHere(missing: readonly Capability[]): MessageKey | null {
	if (missing.includes('secure-context')) return 'entry.face.insecure';
	return missing.includes('camera') ? 'entry.face.no-camera' : null;
}
