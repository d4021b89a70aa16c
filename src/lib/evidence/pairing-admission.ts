// Whether a phone may be bound now (C11, P5): asked when a code is given out, looked at and used. Pure.
import type { AttemptState } from '../attempt/attempt-state.ts';
import { phoneInCharge } from '../attempt/lease-admission.ts';
import type { ErrorCode } from '../shared/errors.ts';

/**
 * A candidate whom staff lets do without a phone may bind one all the same; one whose exam does without may not.
 * @param replace the candidate has asked on the desktop for another phone
 */
export function whyNoPhone(state: AttemptState, replace: boolean): ErrorCode | null {
	if (state.ended) return 'evidence.sitting-over';
	if (state.frozen.rules.phone === 'waived') return 'evidence.phone-waived';
	return phoneInCharge(state) !== null && !replace ? 'evidence.phone-bound' : null;
}

/** Binding with this code now takes another phone's place. */
export const wouldReplace = (state: AttemptState, replace: boolean): boolean =>
	replace && phoneInCharge(state) !== null;
