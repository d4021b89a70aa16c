// What came of taking a hand-in file, part by part (C24). Kept as JSON beside the file's id, shown to the technician.
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';

export const PART_OUTCOMES = [
	/** placed and verified now */
	'taken',
	/** was verified with the same digest before */
	'already-here',
	/** bytes of it were changed in the file; nothing of it counts */
	'damaged',
	/** the file ends before its end */
	'cut-off',
	/** intact in the file, but the computer's storage had not given out what was recorded */
	'unreadable',
	/** the server has verified other bytes under this id; nothing was changed */
	'differs',
	/** neither in the file nor on the server */
	'absent',
	/** the registry refused it: `code` says why */
	'refused'
] as const;
export type PartOutcome = (typeof PART_OUTCOMES)[number];

export interface TakenPart {
	readonly id: string;
	readonly track: Track;
	readonly startedAt: Millis;
	readonly bytes: number;
	readonly outcome: PartOutcome;
	readonly code: ErrorCode | null;
}

export interface HandInOutcome {
	readonly file: string;
	readonly attempt: string;
	readonly candidate: { readonly name: string; readonly admission: string };
	readonly sittingCode: string;
	readonly parts: readonly TakenPart[];
	/** The file as a whole is not as it was made. */
	readonly fault: 'hand-in.damaged' | 'hand-in.truncated' | null;
	/** Commands of the device that the server had not had. */
	readonly commands: number;
}

const HERE: readonly PartOutcome[] = ['taken', 'already-here'];

export const isHere = ({ outcome }: TakenPart): boolean => HERE.includes(outcome);

/** Everything that the device knew of is on the server. */
export const isComplete = ({ parts, fault }: HandInOutcome): boolean =>
	fault === null && parts.every(isHere);
