// Which clock the filming phone shows: to the start, to the end, or none any more. From absolute times and `now`.
import { remainingClock } from '../../shared/duration.ts';
import type { PhoneView } from './evidence-view.ts';

export interface FilmClock {
	readonly phase: 'to-start' | 'remaining';
	/** Null while the time is not known. */
	readonly text: string | null;
}

/** Null: the interview is over. */
export function filmClock({ now, sitting }: Pick<PhoneView, 'now' | 'sitting'>): FilmClock | null {
	const { startsAt, endsAt, state } = sitting;
	if (state === 'over') return null;
	const begun = state === 'answering' || (now !== null && now >= startsAt);
	return {
		phase: begun ? 'remaining' : 'to-start',
		text: now === null ? null : remainingClock(begun ? endsAt : startsAt, now)
	};
}
