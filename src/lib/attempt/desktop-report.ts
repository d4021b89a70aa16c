// What the candidate's computer says of itself with each sign of life (I1). Pure.
import type { DesktopReport } from '../live/device-messages.ts';
import type { Millis } from '../shared/clock.ts';
import type { PartProgressView } from '../upload/progress.ts';
import { earliest } from './earliest.ts';

export interface DesktopFacts {
	readonly battery: DesktopReport['battery'];
	/** Film up to here lies on the computer, and on the server: of the track that is furthest behind. */
	readonly savedTo: Millis | null;
	readonly safeTo: Millis | null;
	readonly backlogBytes: number;
	/** Half of what a message takes there and back; null = not measured yet. */
	readonly errorMs: number | null;
}

const whole = (number: number): number => Math.max(0, Math.round(number));
const wholeOrNull = (number: number | null): number | null =>
	number === null ? null : whole(number);

export const desktopReportOf = (facts: DesktopFacts): DesktopReport => ({
	battery: facts.battery,
	savedTo: wholeOrNull(facts.savedTo),
	safeTo: wholeOrNull(facts.safeTo),
	backlogBytes: whole(facts.backlogBytes),
	roundTripMs: facts.errorMs === null ? null : whole(facts.errorMs * 2)
});

/** One track's film. */
export interface TrackFilm {
	readonly savedTo: Millis | null;
	readonly safeTo: Millis | null;
	/** Where it begins; null = there is none. */
	readonly from: Millis | null;
}

export type Reach = Pick<TrackFilm, 'savedTo' | 'safeTo'>;

/** Film of which nothing is on the server is safe up to its beginning: left out, it would hide behind a track that is well. */
export const reachOf = ({ savedTo, safeTo, from }: TrackFilm): Reach => ({
	savedTo,
	safeTo: safeTo ?? from
});

/** Of one track, the one that is furthest behind: the ends of two tracks are no lag of either. */
export function filmsReach(films: readonly TrackFilm[]): Reach {
	const reaches = films.map(reachOf);
	const [furthest] = reaches.filter(({ savedTo }) => savedTo !== null).toSorted(furtherBehind);
	return furthest ?? { savedTo: null, safeTo: earliest(reaches.map(({ safeTo }) => safeTo)) };
}

// nothing known of where it begins: known lags come first
const lagOf = ({ savedTo, safeTo }: Reach): number =>
	savedTo === null || safeTo === null ? -Infinity : savedTo - safeTo;

const furtherBehind = (a: Reach, b: Reach): number =>
	lagOf(a) === lagOf(b) ? (a.safeTo ?? 0) - (b.safeTo ?? 0) : lagOf(b) - lagOf(a);

export type SentPart = Pick<PartProgressView, 'bytes' | 'acked' | 'verified'>;

/** In the vault and not on the server. */
export const backlogOf = (parts: readonly SentPart[]): number =>
	parts.reduce((sum, part) => sum + (part.verified ? 0 : Math.max(0, part.bytes - part.acked)), 0);
