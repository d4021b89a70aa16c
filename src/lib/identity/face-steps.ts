// C6: what is asked of a face, one thing at a time: look ahead, three movements in an order that the server throws, look
// ahead. Pure.
import { FACE_MOVES, type FaceMove } from '../attempt/events.ts';

export type FaceStep = 'front' | FaceMove;
export const FACE_STEPS = ['front', ...FACE_MOVES] as const satisfies readonly FaceStep[];

/** The first, three movements, the last. */
export const STEPS_OF_A_CHECK = 5;

/** @param random of at least 0 and below 1; the way of the turn is thrown, too */
export function throwSteps(random: () => number): FaceStep[] {
	const moves: FaceMove[] = ['blink', 'open-mouth', random() < 0.5 ? 'turn-left' : 'turn-right'];
	const thrown: FaceMove[] = [];
	while (moves.length > 0) {
		const [move] = moves.splice(Math.floor(random() * moves.length), 1);
		if (move) thrown.push(move);
	}
	return ['front', ...thrown, 'front'];
}
