// The vocabulary of an attempt's log. Data stays for ever; what may have to be erased goes into a payload beside.
import * as v from 'valibot';
import { TRACKS } from '../recording/part.ts';
import {
	CountField as bytes,
	IdField as id,
	labelField,
	MillisField as millis,
	Sha256Field as sha256
} from '../shared/fields.ts';
import { FrozenSchema } from './rules.ts';
import { CONFIRMED_STAGES } from './stage.ts';

export const PartHeaderSchema = v.object({
	id,
	attempt: id,
	lease: id,
	track: v.picklist(TRACKS),
	mime: v.pipe(v.string(), v.maxLength(120)),
	startedAt: millis,
	width: v.number(),
	height: v.number(),
	bitsPerSecond: v.number(),
	source: labelField(200)
});

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
	'second-tab'
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** Data of each event type. */
export const EVENT_DATA = {
	'attempt.frozen': FrozenSchema,
	'lease.opened': v.object({ lease: id, device: v.picklist(['desktop', 'phone']) }),
	'lease.closed': v.object({ lease: id, reason: v.picklist(['taken-over', 'staff']) }),
	'stage.confirmed': v.object({ stage: v.picklist(CONFIRMED_STAGES) }),
	'interview.started': v.object({ by: v.picklist(['clock', 'device']) }),
	/** `at`: when it ended, server time as the one who ended it knew it. */
	'interview.ended': v.object({ by: v.picklist(['clock', 'candidate', 'staff']), at: millis }),
	'part.announced': PartHeaderSchema,
	'part.verified': v.object({ id, bytes, sha256 }),
	'manifest.closed': v.object({ lease: id, parts: v.array(ManifestPartSchema) }),
	'upload.completed': v.object({ parts: bytes, bytes }),
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

/** An event before it has its place in the chain. */
export type AttemptEvent = {
	[T in EventType]: { readonly type: T; readonly data: EventData<T> };
}[EventType];

/** The events that a device may ask for through its outbox; the rest are the server's own. */
export const DEVICE_EVENTS = [
	'stage.confirmed',
	'interview.started',
	'interview.ended',
	'manifest.closed',
	'incident.noted'
] as const satisfies readonly EventType[];
export type DeviceEventType = (typeof DEVICE_EVENTS)[number];
