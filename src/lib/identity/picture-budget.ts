// C30: how many pictures of signals an hour may cost. They wait in the outbox and stay in it until the results are out;
// what is noticed beyond it is told without a picture. Pure.
import type { Millis } from '../shared/clock.ts';

/** Of up to 30 kB each: at most 1.6 MB of outbox an hour. */
export const PICTURES_AN_HOUR = 40;
const HOUR_MS = 3_600_000;

/** @returns whether one more may be taken now; asking takes it */
export function createPictureBudget(): (now: Millis) => boolean {
	let taken: Millis[] = [];
	return (now) => {
		taken = taken.filter((at) => now - at < HOUR_MS);
		if (taken.length >= PICTURES_AN_HOUR) return false;
		taken.push(now);
		return true;
	};
}
