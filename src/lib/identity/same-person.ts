// C30: whether the person before the camera is still the one who should be there, from one look after another. One low
// score is nothing; three in a row are told, two good ones in a row end it. Pure.
import { cosine } from './likeness.ts';
import type { Millis } from '../shared/clock.ts';
import type { FaceLooked } from './wire.ts';

export type Alike = FaceLooked['alike'];

/** Cosines against the best of the references; FACE_ACCEPT_SCORE and FACE_REFUSE_SCORE. */
export interface LikenessBounds {
	readonly accept: number;
	readonly refuse: number;
}

export const alikeOf = (score: number, { accept, refuse }: LikenessBounds): Alike =>
	score >= accept ? 'same' : score >= refuse ? 'unsure' : 'other';

/** Of one attempt, kept from look to look. */
export interface Likeness {
	/** Running low scores, and running good ones since it was told. */
	readonly low: number;
	readonly good: number;
	/** When the first of the low ones came. */
	readonly from: Millis | null;
	readonly lowest: number | null;
	/** The signal that is open. */
	readonly incident: string | null;
}

export const NO_LIKENESS: Likeness = {
	...{ low: 0, good: 0 },
	...{ from: null, lowest: null, incident: null }
};

const LOW_IN_A_ROW = 3;
const GOOD_IN_A_ROW = 2;

export interface LikenessStep {
	readonly next: Likeness;
	readonly tell: 'begun' | 'over' | null;
	/** This look has the lowest score so far. */
	readonly lowest: boolean;
}

/** @param id of the signal, should one begin */
export function afterLook(
	before: Likeness,
	{ score, alike, at }: { readonly score: number; readonly alike: Alike; readonly at: Millis },
	id: string
): LikenessStep {
	const isLow = alike === 'other';
	const lowest = isLow && score < (before.lowest ?? Infinity);
	if (before.incident !== null) {
		const good = alike === 'same' ? before.good + 1 : 0;
		const next = { ...before, good, lowest: lowest ? score : before.lowest };
		return good >= GOOD_IN_A_ROW ? { next, tell: 'over', lowest } : { next, tell: null, lowest };
	}
	if (!isLow) return { next: NO_LIKENESS, tell: null, lowest: false };
	const low = before.low + 1;
	const next: Likeness = {
		...{ low, good: 0, from: before.from ?? at },
		...{ lowest: lowest ? score : before.lowest, incident: low >= LOW_IN_A_ROW ? id : null }
	};
	return { next, tell: next.incident === null ? null : 'begun', lowest };
}

/** A low score is followed up at once: whether it is one of three is known within seconds. */
const AFTER_LOW_MS = 1050;
const WHILE_OTHER_MS = 10_000;
const AFTER_UNSURE_MS = 30_000;
const SAME = { leastMs: 120_000, mostMs: 300_000 };

/** When the next look is wanted. @param random 0 to 1 @param tookMs of this one, since its frame came */
export function nextLookMs(
	alike: Alike,
	{ incident }: Likeness,
	random: number,
	tookMs: Millis
): Millis {
	if (incident !== null) return WHILE_OTHER_MS;
	if (alike === 'other') return Math.max(0, AFTER_LOW_MS - tookMs);
	if (alike !== 'same') return AFTER_UNSURE_MS;
	return Math.round(SAME.leastMs + random * (SAME.mostMs - SAME.leastMs));
}

/** Of embeddings of unit length: the cosine with whichever reference is nearest. */
export const bestLikeness = (
	embedding: Float32Array,
	references: readonly Float32Array[]
): number => Math.max(-1, ...references.map((one) => cosine(one, embedding)));
