// What the candidate's computer says of itself with each sign of life (I1). Pure.
import type { DesktopReport } from '../live/device-messages.ts';
import type { Millis } from '../shared/clock.ts';
import type { PartProgressView } from '../upload/progress.ts';
import { earliest } from './earliest.ts';

export interface DesktopFacts {
	readonly battery: DesktopReport['battery'];
	/** Film up to here lies on the computer, and on the server. */
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

/** Film of which nothing is on the server is safe up to its beginning: left out, it would hide behind a track that is well. */
export const filmsReach = (
	films: readonly TrackFilm[]
): Pick<DesktopFacts, 'savedTo' | 'safeTo'> => ({
	savedTo: earliest(films.map(({ savedTo }) => savedTo)),
	safeTo: earliest(films.map(({ safeTo, from }) => safeTo ?? from))
});

export type SentPart = Pick<PartProgressView, 'bytes' | 'acked' | 'verified'>;

/** In the vault and not on the server. */
export const backlogOf = (parts: readonly SentPart[]): number =>
	parts.reduce((sum, part) => sum + (part.verified ? 0 : Math.max(0, part.bytes - part.acked)), 0);
