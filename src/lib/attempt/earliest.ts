import type { Millis } from '../shared/clock.ts';

/** Of the times that are known; null = none is. */
export function earliest(times: readonly (Millis | null | undefined)[]): Millis | null {
	const known = times.filter((time) => time !== null && time !== undefined);
	return known.length > 0 ? Math.min(...known) : null;
}
