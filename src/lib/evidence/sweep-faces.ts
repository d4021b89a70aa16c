// The share of a sweep's time in which a face was in the picture, from looks about twice a second.
import type { Millis } from '../shared/clock.ts';

export interface Faces {
	readonly last: { readonly at: Millis; readonly seen: boolean } | null;
	/** Time that was looked at, and of it that with a face (ms). */
	readonly lookedMs: number;
	readonly seenMs: number;
	/** Since when looks have found none. */
	readonly goneAt: Millis | null;
}

/** A look speaks for the time until the next one, but not for longer: a detector that hangs proves nothing. */
const LOOK_HOLDS_MS = 1_500;
/** One missed look (a blink of the detector) is not worth a word. */
const GONE_AFTER_MS = 1_200;

/** Less than this and a person should look at it: the turn was made, the candidate hardly seen. */
const FACE_ENOUGH = 0.6;

export const faceWasHidden = (share: number | null): boolean =>
	share !== null && share < FACE_ENOUGH;

export const NO_LOOKS: Faces = { last: null, lookedMs: 0, seenMs: 0, goneAt: null };

/** @param face what a look found, or the last look's finding again; null = nothing looked */
export function faceStep(faces: Faces, at: Millis, face: boolean | null): Faces {
	if (face === null) return faces;
	const { last } = faces;
	const ms = last ? Math.min(LOOK_HOLDS_MS, Math.max(0, at - last.at)) : 0;
	return {
		last: { at, seen: face },
		lookedMs: faces.lookedMs + ms,
		seenMs: faces.seenMs + (last?.seen ? ms : 0),
		goneAt: face ? null : (faces.goneAt ?? at)
	};
}

/** 0 to 1; null before the first look. */
export function faceShare({ last, lookedMs, seenMs }: Faces): number | null {
	if (!last) return null;
	return lookedMs === 0 ? Number(last.seen) : seenMs / lookedMs;
}

export const faceIsGone = ({ goneAt }: Faces, at: Millis): boolean =>
	goneAt !== null && at - goneAt >= GONE_AFTER_MS;
