// What goes over the wire while somebody logs in by face, and while their face is looked at in the interview;
// docs/spec/identity.md. Before there is a session the browser is known by a cookie of its own, later by its capability.
import * as v from 'valibot';
import { FACE_FAULTS, MAX_FACE_REFUSALS } from '../attempt/events.ts';
import { WIRE_VERSION } from '../live/wire.ts';
import { CountField as count, IdField as id, MillisField as millis } from '../shared/fields.ts';
import { FACE_STEPS } from './face-steps.ts';

const version = v.literal(WIRE_VERSION);
const step = v.picklist(FACE_STEPS);

/** One frame, a JPEG of the camera's picture, not mirrored. */
export const MAX_FRAME_BYTES = 150_000;

/** GET /api/face: where this login stands. */
export const FaceLoginSchema = v.object({
	v: version,
	/**
	 * `consent`: not agreed to yet; `ready`: a check may begin; `waiting`: a person must look, or `MAX_FACE_REFUSALS` were
	 * refused; `in`: let in, POST /api/face/session opens it; `over`: expired, or refused its consent.
	 */
	state: v.picklist(['consent', 'ready', 'waiting', 'in', 'over']),
	refusals: v.pipe(count, v.maxValue(MAX_FACE_REFUSALS)),
	now: millis
});
export type FaceLogin = v.InferOutput<typeof FaceLoginSchema>;

/** POST /api/face/check: the first thing that is asked. An earlier check that is not settled is given up. */
export const FaceCheckBegunSchema = v.object({
	v: version,
	check: id,
	step,
	expiresAt: millis,
	now: millis
});
export type FaceCheckBegun = v.InferOutput<typeof FaceCheckBegunSchema>;

/** PUT /api/face/check/<check>/<n>: frame number n (from 0) has been kept. `step`: what is asked next, null = nothing more. */
export const FaceFrameKeptSchema = v.object({ v: version, step: v.nullable(step) });
export type FaceFrameKept = v.InferOutput<typeof FaceFrameKeptSchema>;

/** POST /api/face/check/<check>: judge what was sent, or give it up for `gaveUp`. */
export const FaceJudgeRequestSchema = v.object({
	v: version,
	gaveUp: v.nullable(v.picklist(FACE_FAULTS))
});
export const FaceVerdictSchema = v.object({
	v: version,
	/** `blocked`: `MAX_FACE_REFUSALS` refusals; the account way and a person are left. */
	verdict: v.picklist(['accepted', 'again', 'person', 'blocked']),
	fault: v.nullable(v.picklist(FACE_FAULTS)),
	refusals: count
});
export type FaceVerdict = v.InferOutput<typeof FaceVerdictSchema>;

/** POST /api/face/session: sets the session's cookie. `next`: where to go. */
export const FaceSessionSchema = v.object({ v: version, next: v.string() });
export type FaceSession = v.InferOutput<typeof FaceSessionSchema>;

/** POST /api/attempt/face (capability of the computer), body a JPEG: C30, whether it is still the same person. */
export const FaceLookedSchema = v.object({
	v: version,
	alike: v.picklist(['same', 'unsure', 'other', 'no-face']),
	/** When the server would like the next picture, ms from now: soon after one that was not alike. */
	nextInMs: count
});
export type FaceLooked = v.InferOutput<typeof FaceLookedSchema>;
