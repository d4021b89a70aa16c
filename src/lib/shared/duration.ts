// Lengths of time for people's eyes. What remains is rounded up, so that 00:00 is shown only when it is over; what
// has passed is rounded down.
import type { Millis } from './clock.ts';

const SECOND_MS = 1000;

/** Whole seconds, never negative. */
const seconds = (ms: number, round: (n: number) => number): number =>
	Math.max(0, round(ms / SECOND_MS));

/** `mm:ss`, from an hour on `h:mm:ss`. */
function clockText(total: number): string {
	const two = (n: number): string => String(n).padStart(2, '0');
	const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
	const tail = `${two(minutes)}:${two(total % 60)}`;
	return hours > 0 ? `${String(hours)}:${tail}` : tail;
}

/** Time left until `end`. */
export const remainingClock = (end: Millis, now: Millis): string =>
	clockText(seconds(end - now, Math.ceil));

/** Time passed since `start`. */
export const elapsedClock = (start: Millis, now: Millis): string =>
	clockText(seconds(now - start, Math.floor));

export interface MinutesSeconds {
	readonly minutes: number;
	readonly seconds: number;
}

export function remainingParts(end: Millis, now: Millis): MinutesSeconds {
	return split(seconds(end - now, Math.ceil));
}

const DAY_S = 86_400;
const HOUR_S = 3600;

export type TimeUnit = 'days' | 'hours' | 'minutes' | 'seconds';

/** Time left until `end` in its two largest units; the last minutes are minutes and seconds. */
export function remainingUnits(end: Millis, now: Millis): readonly [TimeUnit, number][] {
	const total = seconds(end - now, Math.ceil);
	const hours = Math.floor(total / HOUR_S) % 24;
	const minutes = Math.floor(total / 60) % 60;
	if (total >= DAY_S)
		return [
			['days', Math.floor(total / DAY_S)],
			['hours', hours]
		];
	if (total >= HOUR_S)
		return [
			['hours', hours],
			['minutes', minutes]
		];
	return [
		['minutes', minutes],
		['seconds', total % 60]
	];
}

/** @param ms a length of film or of an answer */
export function lengthParts(ms: number): MinutesSeconds {
	return split(seconds(ms, Math.floor));
}

const split = (total: number): MinutesSeconds => ({
	minutes: Math.floor(total / 60),
	seconds: total % 60
});

/** How far `now` is between two instants, 0 to 1. */
export function fraction(from: Millis, to: Millis, now: Millis): number {
	if (to <= from) return 0;
	return Math.min(1, Math.max(0, (now - from) / (to - from)));
}
