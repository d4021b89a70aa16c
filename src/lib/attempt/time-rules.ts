// Where a sitting's clock stands. Absolute times in, conditions out; nothing counts down by subtracting.
import type { Millis } from '../shared/clock.ts';
import type { AttemptEvent } from './events.ts';
import type { AttemptState } from './attempt-state.ts';
import type { ExamRules } from './rules.ts';
import { isBefore } from './stage.ts';

export interface SittingTimes {
	readonly startsAt: Millis;
	readonly endsAt: Millis;
}

export const loginOpensAt = (times: SittingTimes, rules: ExamRules): Millis =>
	times.startsAt - rules.loginOpensBeforeMs;

export const entryOpensAt = (times: SittingTimes, rules: ExamRules): Millis =>
	times.startsAt - rules.entryOpensBeforeMs;

/** C9: until then a *first* login is taken; who had entered may always come back. */
export const firstLoginClosesAt = (times: SittingTimes, rules: ExamRules): Millis =>
	times.startsAt + rules.loginClosesAfterMs;

/** C23: the official end of this attempt, with what staff has granted. */
export const officialEnd = (state: Pick<AttemptState, 'frozen' | 'grantedMs'>): Millis =>
	state.frozen.endsAt + state.grantedMs;

/** C9: whoever is not on the waiting page at the start is late; what comes before entry is shortened. */
export const isLate = (state: AttemptState, now: Millis): boolean =>
	isBefore(state.stage, 'wait') && now >= state.frozen.startsAt;

/** C9, C14: whether the time lets this attempt enter now. */
export function entryAt(state: AttemptState, now: Millis): 'not-open' | 'open' | 'closed' {
	const { frozen } = state;
	if (now < entryOpensAt(frozen, frozen.rules)) return 'not-open';
	if (now < firstLoginClosesAt(frozen, frozen.rules)) return 'open';
	return state.entryAllowedAt === null ? 'closed' : 'open';
}

/** When the clock next has something to decide; null = never again. */
export function nextDue(state: AttemptState): Millis | null {
	if (state.ended) return null;
	return state.stage === 'wait' ? state.frozen.startsAt : officialEnd(state);
}

/** What the clock alone decides now (C19, C23), in order. Server and device apply the same. */
export function dueEvents(state: AttemptState, now: Millis): AttemptEvent[] {
	const { startsAt } = state.frozen;
	const endsAt = officialEnd(state);
	const due: AttemptEvent[] = [];
	// also when nobody asked until after the end: the log tells the whole way
	if (state.stage === 'wait' && now >= startsAt)
		due.push({ type: 'interview.started', data: { by: 'clock' } });
	if (!state.ended && now >= endsAt)
		due.push({ type: 'interview.ended', data: { by: 'clock', at: endsAt } });
	return due;
}
