// Where a sitting's clock stands. Absolute times in, conditions out; nothing counts down by subtracting.
import type { Millis } from '../shared/clock.ts';
import type { AttemptEvent } from './events.ts';
import type { AttemptState } from './attempt-state.ts';
import type { ExamRules } from './rules.ts';

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

/** What the clock alone decides now (C19, C23), in order. Server and device apply the same. */
export function dueEvents(state: AttemptState, now: Millis): AttemptEvent[] {
	const { startsAt, endsAt } = state.frozen;
	const due: AttemptEvent[] = [];
	// also when nobody asked until after the end: the log tells the whole way
	if (state.stage === 'wait' && now >= startsAt)
		due.push({ type: 'interview.started', data: { by: 'clock' } });
	if (!state.ended && now >= endsAt)
		due.push({ type: 'interview.ended', data: { by: 'clock', at: endsAt } });
	return due;
}
