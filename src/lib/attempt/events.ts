// The vocabulary of an attempt's log. Data stays for ever; what may have to be erased goes into a payload beside.
import * as v from 'valibot';
import { PartHeaderSchema, TRACKS } from '../recording/part.ts';
import {
	CountField as bytes,
	IdField as id,
	MillisField as millis,
	Sha256Field as sha256,
	TextField
} from '../shared/fields.ts';
import { FrozenSchema } from './rules.ts';
import { CONFIRMED_STAGES } from './stage.ts';

const ManifestPartSchema = v.object({ id, track: v.picklist(TRACKS), bytes, sha256 });
export type ManifestPart = v.InferOutput<typeof ManifestPartSchema>;

/** What the device noticed and a person judges; the system never punishes by itself. */
export const INCIDENT_KINDS = [
	'page-reloaded',
	'recording-interrupted',
	'recording-resumed',
	'device-changed',
	'device-ended',
	'storage-full',
	'connection-lost',
	'second-tab',
	/** another device asked for, or took, the attempt (C8) */
	'second-login',
	/** the paper could be read only some time after the start (C19, C22) */
	'paper-late',
	/** C33: the phone did not film */
	'phone-interrupted',
	/** C33: nothing was heard of the phone; its film goes on without a gap */
	'phone-silent'
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** P3: the ring of the 环拍 has as many sectors. */
export const SWEEP_SECTORS = 12;
const MAX_SWEEP_PARTS = 20;
const MAX_COMMITTED_PARTS = 8;
/** P5: why the phone does not film; `hidden`: a call, a lock, another app; `device`: camera or recorder failed; `reopened`: its page was. */
export const PHONE_STOPS = ['hidden', 'device', 'reopened', 'silent'] as const;

/** No paper has as many; a device cannot fill the projection with chapters. */
const MAX_QUESTIONS = 100;

/** Data of each event type. */
export const EVENT_DATA = {
	'attempt.frozen': FrozenSchema,
	'lease.opened': v.object({ lease: id, device: v.picklist(['desktop', 'phone']) }),
	'lease.closed': v.object({ lease: id, reason: v.picklist(['taken-over', 'staff']) }),
	/** P3: what came of the 环拍; `parts` is its film. `faceShare`: of the time, null where nothing looked for a face. */
	'phone.swept': v.object({
		way: v.picklist(['sensor', 'timed']),
		sectors: v.pipe(bytes, v.maxValue(SWEEP_SECTORS)),
		ms: bytes,
		faceShare: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
		parts: v.pipe(v.array(id), v.maxLength(MAX_SWEEP_PARTS))
	}),
	/** P4: it films for the evidence, without a gap since then. Said again after every interruption. */
	'phone.filming': v.object({ since: millis }),
	/** P5: it does not film. `silent`: the server has not heard of it (its own word). */
	'phone.interrupted': v.object({ at: millis, why: v.picklist(PHONE_STOPS) }),
	/** P6: stopped by hand. */
	'phone.stopped': v.object({ at: millis }),
	/** I4: a person lets this candidate do without a phone. */
	'phone.waived': v.object({}),
	/** The desktop showed this code to the phone's camera; it commits to where its own parts stood (docs/spec/evidence.md). */
	'timecode.shown': v.object({
		at: millis,
		code: v.pipe(TextField, v.maxLength(24)),
		parts: v.pipe(v.array(v.object({ id, bytes, sha256 })), v.maxLength(MAX_COMMITTED_PARTS))
	}),
	/** `at`: an entry that a restored server was told again, when it happened (the server writes it). */
	'stage.confirmed': v.object({ stage: v.picklist(CONFIRMED_STAGES), at: v.optional(millis) }),
	/** C12: the number that the published draw gives this attempt, turned up by the candidate or at entry. */
	'lot.drawn': v.object({ number: bytes, of: bytes, by: v.picklist(['candidate', 'entry']) }),
	/** C13: confirms the stage `pledge`; the signature itself is the payload. `ticked`: who comes late (C9). */
	'pledge.signed': v.object({ way: v.picklist(['drawn', 'typed', 'ticked']) }),
	/** C9: an invigilator lets somebody in after the entry has closed. */
	'entry.allowed': v.object({}),
	/** C17: something in the details is wrong; what, is the payload. */
	'details.disputed': v.object({}),
	/** C19: when the paper could be read on this device, its estimate of server time. */
	'paper.opened': v.object({ at: millis }),
	/** C20: a chapter of the recording. */
	'question.answered': v.object({
		question: v.pipe(bytes, v.maxValue(MAX_QUESTIONS)),
		at: millis
	}),
	/** C21: the words are the payload. `at`: when they were written. */
	'help.sent': v.object({ at: millis }),
	'help.answered': v.object({}),
	/** C23: the official end moves by this much. */
	'time.granted': v.object({ ms: bytes }),
	/** C8: another device asks for the attempt; `request` becomes its lease when it is granted. */
	'lease.asked': v.object({ request: id }),
	'lease.answered': v.object({
		request: id,
		granted: v.boolean(),
		by: v.picklist(['device', 'staff', 'silence', 'withdrawn'])
	}),
	'interview.started': v.object({ by: v.picklist(['clock', 'device']) }),
	/** `at`: when it ended, server time as the one who ended it knew it. */
	'interview.ended': v.object({ by: v.picklist(['clock', 'candidate', 'staff']), at: millis }),
	'part.announced': PartHeaderSchema,
	'part.verified': v.object({ id, bytes, sha256 }),
	'manifest.closed': v.object({ lease: id, parts: v.array(ManifestPartSchema) }),
	'upload.completed': v.object({ parts: bytes, bytes }),
	/** C24: staff does not expect the rest any more; a late arrival undoes it. */
	'upload.declared-lost': v.object({}),
	'incident.noted': v.object({
		kind: v.picklist(INCIDENT_KINDS),
		from: millis,
		until: v.nullable(millis),
		track: v.nullable(v.picklist(TRACKS))
	}),
	'results.published': v.object({})
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = v.InferOutput<(typeof EVENT_DATA)[T]>;

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

/**
 * What lies beside the log and can be erased: texts and signatures. The line keeps its salted digest. An event type that
 * is not named here has no payload.
 */
export const EVENT_PAYLOAD = {
	'pledge.signed': v.nullable(SignatureSchema),
	'entry.allowed': reason,
	'details.disputed': v.object({ text: words(MAX_TEXT) }),
	/** Of staff; a device and the server's clock give none. */
	'lease.answered': v.nullable(reason),
	'interview.ended': v.nullable(reason),
	'help.sent': v.object({ text: words(MAX_TEXT) }),
	'help.answered': v.object({ text: words(MAX_TEXT) }),
	'time.granted': reason,
	'upload.declared-lost': reason,
	'phone.waived': reason
} as const satisfies Partial<Record<EventType, v.GenericSchema>>;

/** An event before it has its place in the chain. */
export type AttemptEvent = {
	[T in EventType]: {
		readonly type: T;
		readonly data: EventData<T>;
		/** By `EVENT_PAYLOAD`; the reducer never looks at it. */
		readonly payload?: unknown;
	};
}[EventType];

/** The events that the candidate's computer may ask for through its outbox; the rest are the server's own. */
export const DESKTOP_EVENTS = [
	'stage.confirmed',
	'pledge.signed',
	'details.disputed',
	'paper.opened',
	'question.answered',
	'help.sent',
	'lease.answered',
	'interview.started',
	'interview.ended',
	'manifest.closed',
	'incident.noted',
	'timecode.shown'
] as const satisfies readonly EventType[];

/** What the phone may say: how its evidence goes, and nothing of the interview. */
export const PHONE_EVENTS = [
	'phone.swept',
	'phone.filming',
	'phone.interrupted',
	'phone.stopped',
	'manifest.closed',
	'incident.noted'
] as const satisfies readonly EventType[];

export type DeviceEventType = (typeof DESKTOP_EVENTS)[number] | (typeof PHONE_EVENTS)[number];
