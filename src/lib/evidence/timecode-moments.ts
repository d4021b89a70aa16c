// When a time code is shown (佐证): agreed moments on the server's clock, from the attempt's own times alone.
import type { Millis } from '../shared/clock.ts';

export interface TimecodeTimes {
	readonly enteredAt: Millis;
	readonly startsAt: Millis;
	/** With what was granted. */
	readonly endsAt: Millis;
}

/** How long a code stands on the screen. */
export const TIMECODE_MS = 2000;
const AFTER_ENTRY_MS = 15_000;
const AFTER_START_MS = 10_000;
const EVERY_MS = 120_000;
const BEFORE_END_MS = 20_000;
/** Nobody is disturbed in the last seconds. */
const NONE_IN_LAST_MS = 5000;
/** Two that are closer prove no more than one. */
const APART_MS = 30_000;
/** A timer of a busy page may be late; who slept longer shows nothing afterwards. */
const LATE_MS = 5000;

/** In order of time: after the entry, after the start and every two minutes, before the end. */
export function timecodeMoments({ enteredAt, startsAt, endsAt }: TimecodeTimes): Millis[] {
	const last = endsAt - BEFORE_END_MS;
	const first = Math.max(enteredAt + AFTER_ENTRY_MS, 0);
	const moments: Millis[] = [];
	const add = (moment: Millis, next: Millis): void => {
		const before = moments.at(-1) ?? -Infinity;
		if (moment >= first && moment - before >= APART_MS && next - moment >= APART_MS)
			moments.push(moment);
	};
	add(first, Math.min(last, followingStart(first, startsAt)));
	for (let at = startsAt + AFTER_START_MS; at < last; at += EVERY_MS) add(at, last);
	if (last >= first) moments.push(last);
	else if (moments.length === 0 && first < endsAt - NONE_IN_LAST_MS) moments.push(first);
	return moments;
}

/** The moment after the start, if it is still to come: the one after the entry gives way to it. */
const followingStart = (at: Millis, startsAt: Millis): Millis =>
	startsAt + AFTER_START_MS > at ? startsAt + AFTER_START_MS : Infinity;

/**
 * The moment whose code is to be shown now, or null. A moment that this page did not live to see is gone: neither a
 * reload nor a computer that wakes up shows it again.
 * @param openedAt since when this page has been running
 */
export function dueMoment(times: TimecodeTimes, openedAt: Millis, now: Millis): Millis | null {
	if (now >= times.endsAt - NONE_IN_LAST_MS) return null;
	const due = timecodeMoments(times).findLast((moment) => moment <= now);
	return due !== undefined && due >= openedAt && now - due < LATE_MS ? due : null;
}
