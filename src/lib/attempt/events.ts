// The vocabulary of an attempt's log. Data stays for ever; what may have to be erased goes into a payload beside
// (event-payloads.ts).
import * as v from 'valibot';
import { SWEEP_SECTORS } from '../evidence/sweep-sectors.ts';
import { PassportSchema } from '../integrity/passport.ts';
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
	/** another device asked for, or took, the attempt (C8) */
	'second-login',
	/** the paper could be read only some time after the start (C19, C22) */
	'paper-late',
	/** C33: the phone did not film */
	'phone-interrupted',
	/** C33: nothing was heard of the phone; its film goes on without a gap */
	'phone-silent',
	/** C30: what a look at the camera's picture found, as long as the candidate agrees to it */
	'no-face',
	'several-faces',
	'looking-away',
	/** C30: three looks in a row were not the person of the roster */
	'other-face',
	/** C30: this computer is too slow to look, or cannot; nobody is blamed */
	'face-watch-off',
	/** C25: more than one display */
	'several-displays',
	/** C26 */
	'full-screen-left',
	/** C27: another page or app was before it; another window had the keyboard */
	'page-hidden',
	'window-blurred',
	/** C28: on the paper it has no effect, and is told */
	'copied',
	'pasted',
	'printed',
	'menu-opened',
	'dragged',
	'screenshot-key',
	/** C29: of the recorded picture; `muted`: the system holds it back */
	'camera-black',
	'camera-covered',
	'camera-frozen',
	'camera-muted',
	/** C29: not a sample comes; it is very quiet */
	'microphone-dead',
	'microphone-silent',
	/** C29: no byte came of a recorder for 3 s; it is started again by itself */
	'recorder-stalled',
	/** C31 */
	'virtual-camera',
	'device-differs',
	/** C32 */
	'clock-changed',
	'storage-emptied'
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

const MAX_SWEEP_PARTS = 20;
const MAX_COMMITTED_PARTS = 8;
/** P5: why the phone does not film; `hidden`: a call, a lock, another app; `device`: camera or recorder failed; `reopened`: its page was. */
export const PHONE_STOPS = ['hidden', 'device', 'reopened', 'silent'] as const;

/** C6: the movements that the server asks for, in an order of its own. */
export const FACE_MOVES = ['blink', 'turn-left', 'turn-right', 'open-mouth'] as const;
export type FaceMove = (typeof FACE_MOVES)[number];

/** C7: after as many refusals the machine is not asked again; the account way and a person are. */
export const MAX_FACE_REFUSALS = 3;

/** Why a face was not accepted, in the words of `error.identity.<fault>`. */
export const FACE_FAULTS = [
	'no-face',
	'several-faces',
	'too-small',
	'too-dark',
	'not-frontal',
	'no-blink',
	'no-turn',
	'no-mouth',
	'not-live',
	'not-same',
	'other-person',
	'unsure',
	'expired'
] as const;
export type FaceFault = (typeof FACE_FAULTS)[number];

/** I4: acts of staff that can be taken back. */
export const UNDOABLE_ACTS = [
	'allow-entry',
	'waive-phone',
	'grant-time',
	'declare-lost',
	'confirm-identity'
] as const;
export type UndoableAct = (typeof UNDOABLE_ACTS)[number];

/** I4: a violation stands only after a second person has looked. */
export const VERDICTS = ['dismissed', 'noted', 'violation'] as const;
export type Verdict = (typeof VERDICTS)[number];

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
	/**
	 * C7: the candidate agreed to the use of their face, or did not, or took it back; `version` of the text they read.
	 * `login`: the login by face in which it was answered, by somebody who had only named themselves; null = on the computer
	 * that has the attempt.
	 */
	'face.consent': v.object({
		given: v.boolean(),
		version: v.pipe(TextField, v.maxLength(64)),
		login: v.nullable(id)
	}),
	/**
	 * C6: what the server made of the frames of one login; frames and scores are the payload. `person`: a person must look.
	 * `fault`: why it was not accepted.
	 */
	'face.checked': v.object({
		check: id,
		verdict: v.picklist(['accepted', 'again', 'person']),
		fault: v.nullable(v.picklist(FACE_FAULTS))
	}),
	/** C6: a person has looked at this check and lets the login in that made it, and no other. */
	'face.admitted': v.object({ check: id }),
	/** I4: a person has looked and is sure who this is. What was looked at is true for each. */
	'identity.confirmed': v.object({
		samePerson: v.literal(true),
		earsAndFaceFree: v.literal(true),
		noFilter: v.literal(true),
		noHeavyMakeUp: v.literal(true)
	}),
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
	/** I3: `broadcast`: the same words went to the whole room, under this id. */
	'help.answered': v.object({ broadcast: v.optional(id) }),
	/** I3: the candidate has had the conversation before them up to this line of the log. */
	'help.seen': v.object({ seq: bytes, at: millis }),
	/** I3: the candidate must acknowledge it; the words are the payload. `broadcast`: as above. */
	'warning.given': v.object({ id, broadcast: v.optional(id) }),
	'warning.acknowledged': v.object({ id, at: millis }),
	/** C23: the official end moves by this much. */
	'time.granted': v.object({ ms: bytes }),
	/** I4: a person noted that so much time was lost; whether it is granted is another act. */
	'time.lost': v.object({ ms: bytes }),
	/** I4: an act of staff is taken back, the last of its kind. */
	'act.undone': v.object({ act: v.picklist(UNDOABLE_ACTS) }),
	/** C17: what was wrong in the details has been dealt with. */
	'details.settled': v.object({}),
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
	/**
	 * With an `id` it is told when it begins, and again, by the same id, when it is over. `times`: spans that are one
	 * incident by the exam's policy; one, where it is left out. How much it matters follows from the policy.
	 */
	'incident.noted': v.object({
		id: v.optional(id),
		kind: v.picklist(INCIDENT_KINDS),
		from: millis,
		until: v.nullable(millis),
		track: v.nullable(v.picklist(TRACKS)),
		times: v.optional(v.pipe(bytes, v.minValue(1)))
	}),
	/** What the candidate says to one of their incidents; the words are the payload. `incident`: its key in the projection. */
	'incident.commented': v.object({ incident: v.pipe(TextField, v.maxLength(64)) }),
	/**
	 * I4: what a person makes of an incident; the last word stands. `review`: a second person's, of a violation.
	 * `incident`: its key in the projection.
	 */
	'incident.judged': v.object({
		incident: v.pipe(TextField, v.maxLength(64)),
		verdict: v.picklist(VERDICTS),
		review: v.boolean()
	}),
	/** C4, C31: the last device check of this device. */
	'device.checked': PassportSchema,
	'results.published': v.object({})
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = v.InferOutput<(typeof EVENT_DATA)[T]>;

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
	'help.seen',
	'warning.acknowledged',
	'lease.answered',
	'interview.started',
	'interview.ended',
	'manifest.closed',
	'incident.noted',
	'incident.commented',
	'device.checked',
	'timecode.shown',
	'face.consent'
] as const satisfies readonly EventType[];

/** What the phone may say: how its evidence goes, and nothing of the interview. */
export const PHONE_EVENTS = [
	'phone.swept',
	'phone.filming',
	'phone.interrupted',
	'phone.stopped',
	'manifest.closed',
	'incident.noted',
	'device.checked'
] as const satisfies readonly EventType[];

export type DeviceEventType = (typeof DESKTOP_EVENTS)[number] | (typeof PHONE_EVENTS)[number];
