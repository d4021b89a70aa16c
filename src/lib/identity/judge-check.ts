// The verdict on one login check (C6): everything that can be checked must hold, and then the likeness to the roster's
// photo decides. Pure and total.
import type { EventData, FaceFault } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import {
	copied,
	isFront,
	oneFaceEach,
	otherOnTheWay,
	wrongTimes,
	wrongTurns,
	type CheckFrame,
	type Print
} from './check-faults.ts';
import type { FaceStep } from './face-steps.ts';
import { cosine, meanDirection } from './likeness.ts';
import type { SeenFace } from './ports.ts';

export interface FaceThresholds {
	/** From this cosine on it is the person of the roster. */
	readonly accept: number;
	/** Below this it is not; between, a second try, and then a person looks. */
	readonly refuse: number;
}

export interface CheckFacts {
	readonly steps: readonly FaceStep[];
	readonly issuedAt: Millis;
	readonly expiresAt: Millis;
	/** In the order in which they were asked for. */
	readonly frames: readonly CheckFrame[];
	/** Null: no face can be found in the roster's photo, or there is none. */
	readonly roster: SeenFace | null;
	/** Of earlier checks of this attempt. */
	readonly earlier: readonly Print[];
	/** An earlier check was not sure, and nobody has been let in since. */
	readonly unsureBefore: boolean;
	readonly thresholds: FaceThresholds;
}

export interface Judgement extends Pick<EventData<'face.checked'>, 'verdict' | 'fault'> {
	/** Of each frame, and of the front frames together, against the roster's photo. */
	readonly scores: readonly (number | null)[];
	readonly score: number | null;
}

export function judgeCheck(facts: CheckFacts): Judgement {
	const { frames, roster } = facts;
	const scores = frames.map(({ seen }) => scoreOf(seen.face, roster));
	const score = scoreOfFronts(frames, roster);
	const fault = faultOf(facts);
	if (fault) return { verdict: 'again', fault, scores, score };
	return { ...byScore(score, facts), scores, score };
}

/** In the order in which a person can do something about it. */
function faultOf({ steps, frames, roster, earlier, ...times }: CheckFacts): FaceFault | null {
	if (frames.length !== steps.length || frames.some(({ step }, n) => step !== steps[n]))
		return 'expired';
	const late = wrongTimes(frames, times);
	if (late) return late;
	const faces = oneFaceEach(frames);
	if (!Array.isArray(faces)) return faces;
	return copied(faces, roster, earlier) ?? wrongTurns(faces) ?? otherOnTheWay(faces);
}

function byScore(
	score: number | null,
	{ thresholds, unsureBefore }: CheckFacts
): Pick<Judgement, 'verdict' | 'fault'> {
	// without a photo to compare with, only a person can tell
	if (score === null) return { verdict: 'person', fault: 'unsure' };
	if (score >= thresholds.accept) return { verdict: 'accepted', fault: null };
	if (score < thresholds.refuse) return { verdict: 'again', fault: 'other-person' };
	return { verdict: unsureBefore ? 'person' : 'again', fault: 'unsure' };
}

/** Four digits: more would say more of a face than anybody needs. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

const scoreOf = (face: SeenFace | null, roster: SeenFace | null): number | null =>
	face && roster ? rounded(cosine(face.embedding, roster.embedding)) : null;

function scoreOfFronts(frames: readonly CheckFrame[], roster: SeenFace | null): number | null {
	const fronts = frames.filter(isFront).flatMap(({ seen }) => seen.face?.embedding ?? []);
	if (!roster || fronts.length === 0) return null;
	return rounded(cosine(meanDirection(fronts), roster.embedding));
}
