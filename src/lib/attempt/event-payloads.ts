// What lies beside the lines of an attempt's log and can be erased: words, signatures, faces. Which event has what.
import * as v from 'valibot';
import { IdField as id, MillisField as millis, TextField } from '../shared/fields.ts';
import type { EventType } from './events.ts';

const MAX_TEXT = 2000;
export const MAX_REASON = 500;
/** Strokes of a signature: at most this many numbers in all. */
const MAX_POINTS = 6000;

const words = (most: number) => v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(most));
/** Of an act of staff: why, and whose account it was. */
const reason = v.object({ reason: words(MAX_REASON), account: id });
const coordinate = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000));

/** A signature: drawn (strokes of x, y, x, y … in a box of `width` × `height`) or a typed name; ticked has none. */
export const SignatureSchema = v.variant('way', [
	v.object({
		way: v.literal('drawn'),
		width: coordinate,
		height: coordinate,
		strokes: v.pipe(
			v.array(
				v.pipe(
					v.array(coordinate),
					v.minLength(4),
					v.check((points) => points.length % 2 === 0, 'x and y')
				)
			),
			v.minLength(1),
			v.check((strokes) => strokes.flat().length <= MAX_POINTS, 'a shorter signature')
		)
	}),
	v.object({ way: v.literal('typed'), name: words(100) })
]);
export type Signature = v.InferOutput<typeof SignatureSchema>;

const MAX_PICTURE_BASE64 = 60_000;
const picture = v.pipe(v.string(), v.base64(), v.maxLength(MAX_PICTURE_BASE64));

/** C30: the strongest value of a signal (faces, degrees, seconds; of 'other-face' the least likeness) and a small JPEG of that moment. */
export const SightSchema = v.object({ strongest: v.number(), picture: v.nullable(picture) });
export type Sight = v.InferOutput<typeof SightSchema>;

/** C6: frames in the order in which they were asked for; `score` against the roster photo, −1 to 1. */
export const FaceCheckSchema = v.object({
	scores: v.array(v.nullable(v.number())),
	score: v.nullable(v.number()),
	frames: v.array(v.object({ step: v.string(), at: millis, jpeg: v.string() }))
});
export type FaceCheckPayload = v.InferOutput<typeof FaceCheckSchema>;

/**
 * What lies beside the log and can be erased: texts and signatures. The line keeps its salted digest. An event type that
 * is not named here has no payload.
 */
export const EVENT_PAYLOAD = {
	'pledge.signed': v.nullable(SignatureSchema),
	'entry.allowed': reason,
	'details.disputed': v.object({ text: words(MAX_TEXT) }),
	/** Of staff; a device and the server's clock give none. */
	'lease.closed': v.nullable(reason),
	'lease.answered': v.nullable(reason),
	'interview.ended': v.nullable(reason),
	'help.sent': v.object({ text: words(MAX_TEXT) }),
	/** Of staff: the words, and whose account it was. */
	'help.answered': v.object({ text: words(MAX_TEXT), account: id }),
	'warning.given': v.object({ text: words(MAX_TEXT), account: id }),
	'time.granted': reason,
	'time.lost': reason,
	'act.undone': reason,
	'details.settled': reason,
	'incident.judged': reason,
	'upload.declared-lost': reason,
	'phone.waived': reason,
	'face.admitted': reason,
	'identity.confirmed': reason,
	'face.checked': v.nullable(FaceCheckSchema),
	'incident.noted': v.optional(v.nullable(SightSchema), null),
	'incident.commented': v.object({ text: words(MAX_TEXT) })
} as const satisfies Partial<Record<EventType, v.GenericSchema>>;

/** Pictures of faces and how alike they are: the master key keeps them closed in the database. */
export const SEALED_PAYLOADS = [
	'face.checked',
	'incident.noted'
] as const satisfies readonly EventType[];
