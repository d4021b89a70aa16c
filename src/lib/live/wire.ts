// What goes over the wire, versioned; what the server alone reads is in requests.ts and device-messages.ts, for a phone loads this. HTTP carries facts and commands, the WebSocket only pushes; docs/spec/wire.md.
import * as v from 'valibot';
import { SWEEP_SECTORS } from '../evidence/sweep-sectors.ts';
import {
	CountField as count,
	IdField as id,
	MillisField as millis,
	Sha256Field as sha256,
	TextField
} from '../shared/fields.ts';

export const WIRE_VERSION = 1;

const version = v.literal(WIRE_VERSION);

/** GET /api/attempt: what the device was told last, as JSON (`EchoSchema`). */
export const ECHO_HEADER = 'x-duimian-told';

export const HeadSchema = v.object({ seq: count, hash: sha256 });

/** Where the phone's page stands. `filming` only while slices come out of its recorder. */
export const PHONE_PAGES = [
	'check',
	'sweep',
	'place',
	'filming',
	'interrupted',
	'stopped',
	'done'
] as const;

/** What the phone says of itself every other second (C11, P5). Facts of the moment: none of it goes into the log. */
export const PhoneReportSchema = v.object({
	page: v.picklist(PHONE_PAGES),
	/** 0 to 1; null where the browser does not tell. */
	battery: v.nullable(
		v.object({ level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), charging: v.boolean() })
	),
	/** P3: sectors seen so far, while it sweeps. */
	sectors: v.nullable(v.pipe(count, v.maxValue(SWEEP_SECTORS))),
	faceShare: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
	/** Film up to here lies on the phone, and on the server. */
	savedTo: v.nullable(millis),
	safeTo: v.nullable(millis),
	/** Wake Lock is held; null where there is none. */
	awake: v.nullable(v.boolean())
});
export type PhoneReport = v.InferOutput<typeof PhoneReportSchema>;

/** The last report with the server time at which it came; `pictureAt`: of the last still it sent, null = none yet. */
export const HeardPhoneSchema = v.object({
	at: millis,
	report: PhoneReportSchema,
	pictureAt: v.nullable(millis)
});
export type HeardPhone = v.InferOutput<typeof HeardPhoneSchema>;

/** I2: a way through the network that peers may try; credentials last for a while. */
const IceServerSchema = v.object({
	urls: v.array(v.string()),
	username: v.optional(v.string()),
	credential: v.optional(v.string())
});
export type IceServer = v.InferOutput<typeof IceServerSchema>;

/** I2: of one peer to the other, as simple-peer makes it; the server does not read it, and its database keeps it as it is. */
const MAX_SIGNAL = 16_000;
export const SignalField = v.pipe(TextField, v.maxLength(MAX_SIGNAL));

/** I2: why a live view is not, or no longer, there. `uplink`: the recording needs it; `gone`: the device, or the viewer. */
export const LIVE_ENDS = ['uplink', 'gone', 'failed', 'stopped'] as const;

/** I2, of a device: to a viewer it was asked to show itself to. */
export const SignalSchema = v.object({
	v: version,
	type: v.literal('signal'),
	viewer: id,
	data: SignalField
});
export const LiveEndedSchema = v.object({
	v: version,
	type: v.literal('live-ended'),
	viewer: id,
	why: v.picklist(LIVE_ENDS)
});
export const ServerMessageSchema = v.variant('type', [
	v.object({ v: version, type: v.literal('welcome'), epoch: v.string(), now: millis }),
	v.object({ v: version, type: v.literal('refused'), code: v.string() }),
	/** Something about this attempt changed: read it again. Losing this message is harmless. */
	v.object({ v: version, type: v.literal('changed'), attempt: id }),
	/** The paper may be read (C19). `key` is 26 characters, docs/spec/paper.md. Losing it is harmless: it can be asked for. */
	v.object({
		v: version,
		type: v.literal('key'),
		paper: id,
		version: v.pipe(count, v.minValue(1)),
		key: v.pipe(v.string(), v.maxLength(40))
	}),
	/** To the desktop: what its phone has just said. Losing it is harmless: the next one follows. */
	v.object({ v: version, type: v.literal('phone'), heard: HeardPhoneSchema }),
	/** I2: somebody wants to see what this device sees. Losing it is harmless: the viewer asks again. */
	v.object({
		v: version,
		type: v.literal('live'),
		viewer: id,
		iceServers: v.array(IceServerSchema),
		/** Over the relay alone: for trying it. */
		relayOnly: v.optional(v.boolean(), false)
	}),
	LiveEndedSchema,
	SignalSchema,
	v.object({ v: version, type: v.literal('pong'), sentAt: v.number(), now: millis })
]);
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>;
