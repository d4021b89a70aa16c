// For which sitting a device is checked at a given time (C4): what of it the page says, and how long it lasts. Pure.
import { arrivalAt, type ExamFacts, type SittingFacts } from '../exam/arrival.ts';
import type { Millis } from '../shared/clock.ts';

/** @returns null where no sitting is to come or running */
export function checkedSitting(exam: ExamFacts | null, now: Millis): SittingFacts | null {
	if (!exam) return null;
	const { kind, sitting } = arrivalAt(exam, now);
	return kind === 'after' || kind === 'over' ? null : sitting;
}

export const lengthOf = (sitting: SittingFacts | null): Millis | null =>
	sitting && sitting.endsAt - sitting.startsAt;

/** When the login opens, where that is still to come: the announced window may open later than the sitting's own time. */
export function loginStillOpens(exam: ExamFacts | null, now: Millis): Millis | null {
	const sitting = checkedSitting(exam, now);
	if (!sitting) return null;
	const opensAt = Math.max(sitting.loginOpensAt, exam?.opensAt ?? 0);
	return now < opensAt ? opensAt : null;
}
