// C30: what a single look at the camera's picture tells of each kind, and how long it must be so before it is told.
// Pure; the figures are reasoned in docs/spec/presence.md.
import type { Millis } from '../shared/clock.ts';
import type { PresenceKind } from './presence-signal.ts';
import type { Reading } from './reading.ts';

export type WatchedKind = Exclude<PresenceKind, 'other-face' | 'face-watch-off'>;

export interface PresenceRule {
	/** Null: this look does not tell. @param already whether it was so at the last look that told */
	holds(reading: Reading, already: boolean): boolean | null;
	/** Of one moment: faces, degrees, or seconds since it began. */
	strength(reading: Reading, from: Millis): number;
	/** A signal once it has been so for longer than this, and at so many looks. */
	readonly afterMs: Millis;
	readonly looks: number;
	/** By how much a moment must be stronger to be worth another picture. */
	readonly pictureStep: number;
}

/** Beyond it nobody looks at a screen before them: the edge of a large one (80 cm, at 70 cm) is at 30°, the eyes do a part. */
const AWAY_DEG = 30;
/** Turned back this far it is over; in between it stays as it was. */
const BACK_DEG = 24;

const SECOND_MS = 1000;
const oneDecimal = (value: number): number => Math.round(value * 10) / 10;

/** The largest face is the candidate's. */
function turnedBy({ faces }: Reading): number | null {
	const [face] = faces;
	return face ? Math.max(Math.abs(face.yawDeg), Math.abs(face.pitchDeg)) : null;
}

export const PRESENCE_RULES: Readonly<Record<WatchedKind, PresenceRule>> = {
	'no-face': {
		holds: ({ faces }) => faces.length === 0,
		strength: ({ at }, from) => oneDecimal((at - from) / SECOND_MS),
		...{ afterMs: 3000, looks: 3 },
		// an empty chair looks the same later
		pictureStep: Infinity
	},
	// two looks running: one false find is nothing
	'several-faces': {
		holds: ({ faces }) => faces.length > 1,
		strength: ({ faces }) => faces.length,
		...{ afterMs: 0, looks: 2, pictureStep: 1 }
	},
	'looking-away': {
		holds(reading, already) {
			const turned = turnedBy(reading);
			return turned === null ? null : turned > (already ? BACK_DEG : AWAY_DEG);
		},
		strength: (reading) => Math.round(turnedBy(reading) ?? 0),
		...{ afterMs: 5000, looks: 3, pictureStep: 5 }
	}
};
