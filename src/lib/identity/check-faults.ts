// What is wrong with the frames of one login check (C6), one question at a time. Pure: pictures have been looked at, times
// are the server's. Blink and open mouth are not asked here: they are the client's word (docs/spec/identity.md).
import type { FaceFault } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import type { Sha256 } from '../shared/digest.ts';
import type { FaceStep } from './face-steps.ts';
import { correlation, cosine } from './likeness.ts';
import type { SeenFace, SeenPicture } from './ports.ts';

export interface CheckFrame {
	readonly step: FaceStep;
	/** When it arrived, server time. */
	readonly at: Millis;
	readonly sha256: Sha256;
	readonly seen: SeenPicture;
}

/** One that shows exactly one face. */
export interface FaceFrame extends CheckFrame {
	readonly face: SeenFace;
}

/** What is kept of frames that were judged before. */
export interface Print {
	readonly sha256: Sha256;
	/** Empty: nothing looked at that frame. */
	readonly patch: Uint8Array;
}

/** The page asks for a little more of each, so that its words come first. */
export const MIN_FACE_PX = 90;
export const MIN_LUMA = 45;
/** Nobody hears what comes next, moves and holds still in less. */
export const MIN_GAP_MS = 250;
/** By the engine's estimate, which is about three quarters of the head's true turn: how far a front frame may be turned. */
export const FRONT_DEG = 15;
/** A turn is so much beyond the front frames, to the side that was asked for. */
export const TURN_DEG = 6;
/**
 * From this correlation on two patches are copies of one photograph, of which one should show a turn, or is the roster's.
 * Measured: copies 0.95 and more, a turn against the front 0.72 at most.
 */
export const COPY = 0.93;
/**
 * Closed eyes change little, and one person's open mouth no more (0.94 measured); and somebody who does a movement again
 * comes close to how they did it before.
 */
export const NEAR_COPY = 0.985;
/** One movement like one of an earlier check may be chance. */
export const REPLAYED_FRAMES = 2;
/** Cosine with the first frame below which it is not the same person; a face that moves or turns is seen less well. */
export const SAME = 0.5;
export const SAME_MOVING = 0.45;
export const SAME_TURNED = 0.363;

export const isFront = ({ step }: CheckFrame): boolean => step === 'front';
const turnAsked = ({ step }: CheckFrame): 1 | -1 | 0 =>
	step === 'turn-left' ? 1 : step === 'turn-right' ? -1 : 0;

/** @returns the frames with their one face, or what is wrong with the first that has not exactly one, large and bright */
export function oneFaceEach(frames: readonly CheckFrame[]): FaceFrame[] | FaceFault {
	const withFace: FaceFrame[] = [];
	for (const frame of frames) {
		const { faces, face } = frame.seen;
		if (!face || faces === 0) return 'no-face';
		if (faces > 1) return 'several-faces';
		if (face.widthPx < MIN_FACE_PX) return 'too-small';
		if (face.luma < MIN_LUMA) return 'too-dark';
		withFace.push({ ...frame, face });
	}
	return withFace;
}

export function wrongTimes(
	frames: readonly CheckFrame[],
	challenge: { readonly issuedAt: Millis; readonly expiresAt: Millis }
): FaceFault | null {
	const { issuedAt, expiresAt } = challenge;
	if (frames.some(({ at }) => at < issuedAt || at >= expiresAt)) return 'expired';
	const hasty = frames.some((frame, n) => frame.at - (frames[n - 1]?.at ?? -Infinity) < MIN_GAP_MS);
	return hasty ? 'not-live' : null;
}

const alike = (a: Uint8Array, b: Uint8Array, least: number): boolean =>
	a.length > 0 && a.length === b.length && correlation(a, b) >= least;

/** Frames of one photograph, of the roster's, or of an earlier check. */
export function copied(
	frames: readonly FaceFrame[],
	roster: SeenFace | null,
	earlier: readonly Print[]
): FaceFault | null {
	const known = new Set(earlier.map(({ sha256 }) => sha256));
	const isCopied =
		frames.some(({ sha256 }) => known.has(sha256)) ||
		frames.some((frame, n) => frames.slice(0, n).some((one) => isCopyOf(one, frame))) ||
		frames.some(({ face }) => roster !== null && alike(face.patch, roster.patch, COPY)) ||
		frames.filter((frame) => isReplay(frame, earlier)).length >= REPLAYED_FRAMES;
	return isCopied ? 'not-live' : null;
}

/** Two front frames may be as alike as copies: whoever sits still is not refused for it. */
function isCopyOf(one: FaceFrame, other: FaceFrame): boolean {
	if (one.sha256 === other.sha256) return true;
	if (isFront(one) && isFront(other)) return false;
	const turned = turnAsked(one) !== 0 || turnAsked(other) !== 0;
	return alike(one.face.patch, other.face.patch, turned ? COPY : NEAR_COPY);
}

/** For the same reason a front frame says nothing. */
const isReplay = (frame: FaceFrame, earlier: readonly Print[]): boolean =>
	!isFront(frame) && earlier.some(({ patch }) => alike(frame.face.patch, patch, NEAR_COPY));

/** Front frames look ahead; a turn is measured against them, for a camera may stand aside. */
export function wrongTurns(frames: readonly FaceFrame[]): FaceFault | null {
	const fronts = frames.filter(isFront).map(({ face }) => face.turnDeg);
	if (fronts.some((degrees) => Math.abs(degrees) > FRONT_DEG)) return 'not-frontal';
	const ahead = fronts.reduce((sum, degrees) => sum + degrees, 0) / fronts.length;
	const short = frames.some((frame) => {
		const side = turnAsked(frame);
		return side !== 0 && side * (frame.face.turnDeg - ahead) < TURN_DEG;
	});
	return short ? 'no-turn' : null;
}

export function otherOnTheWay(frames: readonly FaceFrame[]): FaceFault | null {
	const [first, ...others] = frames;
	const changed = others.some(
		(frame) => first && cosine(first.face.embedding, frame.face.embedding) < leastLike(frame)
	);
	return changed ? 'not-same' : null;
}

function leastLike(frame: CheckFrame): number {
	if (isFront(frame)) return SAME;
	return turnAsked(frame) === 0 ? SAME_MOVING : SAME_TURNED;
}
