// What the candidate's computer says of itself with each sign of life (I1). Pure.
import type { DesktopReport } from '../live/device-messages.ts';
import type { Millis } from '../shared/clock.ts';
import type { PartProgressView } from '../upload/progress.ts';

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

export type SentPart = Pick<PartProgressView, 'bytes' | 'acked' | 'verified'>;

/** In the vault and not on the server. */
export const backlogOf = (parts: readonly SentPart[]): number =>
	parts.reduce((sum, part) => sum + (part.verified ? 0 : Math.max(0, part.bytes - part.acked)), 0);
