// Which step a bound phone is at (P2–P6). Pure.
import type { PhoneState } from './phone-state.ts';

/** The three steps of a bound phone, then filming, then sending. */
export const PHONE_STEPS = ['check', 'sweep', 'place', 'film', 'finish'] as const;
export type PhoneStep = (typeof PHONE_STEPS)[number];

/** From check to sweep to place; a phone that comes in the middle of the interview does not sweep any more (P5). */
export function stepAfter(
	step: PhoneStep,
	state: Pick<PhoneState, 'sweepNeeded' | 'enteredAt'>
): PhoneStep {
	if (step === 'check') return wantsSweep(state) ? 'sweep' : 'place';
	return step === 'sweep' ? 'place' : step;
}

export const wantsSweep = ({
	sweepNeeded,
	enteredAt
}: Pick<PhoneState, 'sweepNeeded' | 'enteredAt'>): boolean => sweepNeeded && enteredAt === null;
