// C30: when a picture goes to the server, which compares it with who this should be: every few minutes at a moment that
// nobody can foresee, and whenever somebody else may have sat down. Pure.
import type { Millis } from '../shared/clock.ts';
import type { ReadFace, Reading } from './reading.ts';

export interface FrameAsking {
	/** @returns whether the picture of this look is to be sent. @param at by the clock of the readings */
	see(reading: Reading): boolean;
	/** The server has answered, or has not: the next no sooner than this. */
	next(at: Millis, inMs: Millis): void;
	/** When a look is wanted for it, if that is sooner than usual. */
	dueAt(): Millis;
}

/** What can be compared at all: as at the login, a little further away. */
const LARGE_ENOUGH = 0.14;
const BRIGHT_ENOUGH = 55;
const FRONTAL = { yawDeg: 15, pitchDeg: 25, rollDeg: 20 };

/** The first soon, and for each candidate at another moment. */
const FIRST_MS = { least: 3000, most: 20_000 };
/** However often somebody comes and goes. */
const LEAST_BETWEEN_MS = 3000;
/** Further apart two looks say nothing of a jump. */
const JUMP_WITHIN_MS = 4000;
/** As with signals: one look that loses a face is nothing. */
const LOST_LOOKS = 2;

/** @param random 0 to 1 */
export function createFrameAsking(openedAt: Millis, random: () => number): FrameAsking {
	let dueAt = openedAt + FIRST_MS.least + random() * (FIRST_MS.most - FIRST_MS.least);
	/** Somebody else may sit there since the last picture that was sent. */
	let changed = false;
	let sentAt = -Infinity;
	let empty = 0;
	let last: { readonly at: Millis; readonly face: ReadFace } | null = null;

	function follow({ at, faces }: Reading): void {
		const [face] = faces;
		empty = face ? 0 : empty + 1;
		if (empty >= LOST_LOOKS) changed = true;
		if (face && last && at - last.at <= JUMP_WITHIN_MS && jumped(last.face, face)) changed = true;
		if (face) last = { at, face };
	}

	const isDue = (at: Millis): boolean =>
		at >= dueAt || (changed && at - sentAt >= LEAST_BETWEEN_MS);

	return {
		see(reading) {
			follow(reading);
			if (!isDue(reading.at) || !isComparable(reading)) return false;
			changed = false;
			sentAt = reading.at;
			dueAt = Infinity;
			return true;
		},
		next(at, inMs) {
			dueAt = at + inMs;
		},
		dueAt: () => dueAt
	};
}

function isComparable({ faces, luma }: Reading): boolean {
	const [face, another] = faces;
	if (!face || another || luma < BRIGHT_ENOUGH || face.box.width < LARGE_ENOUGH) return false;
	return (['yawDeg', 'pitchDeg', 'rollDeg'] as const).every(
		(angle) => Math.abs(face[angle]) <= FRONTAL[angle]
	);
}

const middleOf = ({ box: { x, y, width, height } }: ReadFace): readonly [number, number] => [
	x + width / 2,
	y + height / 2
];

/** By more than half its width, in shares of the picture: nobody moves so far between two looks by leaning over. */
function jumped(before: ReadFace, now: ReadFace): boolean {
	const [x0, y0] = middleOf(before);
	const [x1, y1] = middleOf(now);
	return Math.hypot(x1 - x0, y1 - y0) > before.box.width / 2;
}
