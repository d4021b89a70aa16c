// C6: how large each movement has to be, and what a face at rest is. Thresholds of findings §5.
import type { FaceFault, FaceMove } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import type { ReadFace } from './reading.ts';

export interface Move {
	/** The movement has been made when it is larger; a share, or degrees. */
	readonly least: number;
	/** And larger by this than the least that was seen: eyes that are narrow, or look down, begin high. */
	readonly rise: number;
	/** More is not waited for. */
	readonly enough: number;
	/** So much less than its largest: it is over. */
	readonly fall: number;
	/** Who stays there is not waited for longer. */
	readonly holdMs: Millis;
	readonly fault: FaceFault;
}

/** A turn is followed beyond its threshold: the server measures less exactly, from six points. */
const TURN = { least: 13, rise: 5, enough: 28, fall: 4, holdMs: 700, fault: 'no-turn' } as const;

export const MOVES: Readonly<Record<FaceMove, Move>> = {
	blink: { least: 0.4, rise: 0.2, enough: 0.75, fall: 0.1, holdMs: 500, fault: 'no-blink' },
	'turn-left': TURN,
	'turn-right': TURN,
	// a mask does not open: its words speak of it
	'open-mouth': { least: 0.4, rise: 0.2, enough: 0.75, fall: 0.1, holdMs: 700, fault: 'no-mouth' }
};

export function extentOf(move: FaceMove, face: ReadFace): number {
	if (move === 'blink') return face.blink;
	if (move === 'open-mouth') return face.mouthOpen;
	return move === 'turn-left' ? face.yawDeg : -face.yawDeg;
}

/** Eyes are not asked for: in some faces open ones look half closed to the model. */
export const isAtRest = ({ mouthOpen }: ReadFace): boolean =>
	mouthOpen <= MOVES['open-mouth'].least;

/** Of two pictures of a face at rest the one with more of it is taken: straight, eyes open, mouth shut. */
export const stillness = ({ yawDeg, pitchDeg, rollDeg, blink, mouthOpen }: ReadFace): number =>
	-(Math.abs(yawDeg) + (Math.abs(pitchDeg) + Math.abs(rollDeg)) / 2 + 20 * (blink + mouthOpen));
