// C30: when the page has time for it. Around the entry and the start second it has other things to do. Pure.
import type { Millis } from '../shared/clock.ts';

export interface WatchTimes {
	/** Since when this page records. */
	readonly recordingSince: Millis;
	readonly startsAt: Millis;
	/** Of this page, 0 to 1: a whole sitting does not fetch its model in one moment. */
	readonly spread: number;
}

/** The recorders begin, their first slices are written. */
const AFTER_ENTRY_MS = 5000;
/** Loading takes seconds on a slow network and a slow computer. */
const BEFORE_START_MS = 30_000;
const AFTER_START_MS = 10_000;
const SPREAD_MS = 20_000;

/** Whether the model may be fetched and opened now. */
export function mayOpenWatch(
	{ recordingSince, startsAt, spread }: WatchTimes,
	now: Millis
): boolean {
	if (now < recordingSince + AFTER_ENTRY_MS) return false;
	return now < startsAt - BEFORE_START_MS || now >= startsAt + AFTER_START_MS + spread * SPREAD_MS;
}

const REST_BEFORE_MS = 1000;
/** Shorter, with a look's own time, than what ends a span for want of looks (GAP_MS). */
const REST_AFTER_MS = 1500;

/** The start second belongs to the paper: until when nothing is looked at; null = looks may go on. */
export const looksRestUntil = (startsAt: Millis, now: Millis): Millis | null =>
	now >= startsAt - REST_BEFORE_MS && now < startsAt + REST_AFTER_MS
		? startsAt + REST_AFTER_MS
		: null;
