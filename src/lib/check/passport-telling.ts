// Which device check an attempt's log is told of (C4), and when a difference from it is noted (C31). Pure.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { Passport } from '../integrity/passport.ts';

type Attempt = Pick<AttemptState, 'passports' | 'ended' | 'enteredAt' | 'lease' | 'incidents'>;

/**
 * The one that this browser keeps, while the log knows none, or an older one. A clock may have been set back between two
 * checks: then the older one stands.
 */
export function passportToTell(kept: Passport | null, attempt: Attempt): Passport | null {
	if (!kept || kept.device !== 'desktop' || attempt.ended !== null) return null;
	const told = attempt.passports.desktop;
	return !told || kept.checkedAt > told.checkedAt ? kept : null;
}

/** Once for each entry: a page that is opened again after it has nothing new to say. */
export function mayNoteDifference(attempt: Pick<Attempt, 'enteredAt' | 'incidents'>): boolean {
	const { enteredAt, incidents } = attempt;
	if (enteredAt === null) return false;
	return !Object.values(incidents).some(
		({ kind, from }) => kind === 'device-differs' && from >= enteredAt
	);
}
