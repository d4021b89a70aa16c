// C30: what is noticed of the person before the camera, from when until when. A hint that a person judges; which of them
// matter is the policy's (integrity domain).
import type { IncidentKind } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';

export const PRESENCE_KINDS = [
	'no-face',
	'several-faces',
	'looking-away',
	'other-face',
	'face-watch-off'
] as const satisfies readonly IncidentKind[];
export type PresenceKind = (typeof PRESENCE_KINDS)[number];

export interface PresenceSignal {
	/** Of the span: told when it begins and again when it is over. */
	readonly id: string;
	readonly kind: PresenceKind;
	readonly from: Millis;
	/** Null while it lasts. */
	readonly until: Millis | null;
	/** Faces, degrees, seconds; by kind. */
	readonly strongest: number;
	/** A small JPEG of the strongest moment in base64; null where there is none. */
	readonly picture: string | null;
}
