// What goes over the wire, versioned. HTTP carries facts and commands, the WebSocket only pushes; docs/spec/wire.md.
import * as v from 'valibot';
import { DEVICE_EVENTS, EVENT_DATA, EVENT_PAYLOAD, PartHeaderSchema } from '../attempt/events.ts';
import {
	CountField as count,
	IdField as id,
	labelField,
	MillisField as millis,
	Sha256Field as sha256
} from '../shared/fields.ts';

export const WIRE_VERSION = 1;

const version = v.literal(WIRE_VERSION);

export const HeadSchema = v.object({ seq: count, hash: sha256 });

const MAX_LABEL = 200;
const MAX_BATCH = 100;

/** A secret that a browser made and keeps: 32 random bytes in base64url. */
const DeviceKeySchema = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

/** POST /api/attempt/lease: this device takes the attempt of the person who has logged in, or asks for it (C8). */
export const LeaseRequestSchema = v.object({
	v: version,
	device: v.literal('desktop'),
	label: labelField(MAX_LABEL),
	key: DeviceKeySchema,
	/** What it has asked and waits for; without it, it asks now. */
	request: v.optional(v.nullable(id), null)
});

/** POST /api/attempt/lot: nothing to say but that it is wanted. */
export const LotRequestSchema = v.object({ v: version });
/** POST /api/attempt/lease/withdraw: the page that asked is being left. */
export const WithdrawSchema = v.object({ v: version, key: DeviceKeySchema, request: id });

/** One entry of a device's outbox; `payload` by `EVENT_PAYLOAD`, for the types that have one. */
const commandOf = <T extends (typeof DEVICE_EVENTS)[number]>(type: T) =>
	v.object({ id, clientAt: millis, type: v.literal(type), data: EVENT_DATA[type] });
const commandWith = <T extends (typeof DEVICE_EVENTS)[number] & keyof typeof EVENT_PAYLOAD>(
	type: T
) => v.object({ ...commandOf(type).entries, payload: EVENT_PAYLOAD[type] });
export const CommandSchema = v.variant('type', [
	commandOf('stage.confirmed'),
	// C13: a signature in the way that the log says, or none where it is only ticked
	v.pipe(
		commandWith('pledge.signed'),
		v.check(({ data, payload }) => (payload?.way ?? 'ticked') === data.way, 'another signature')
	),
	commandWith('details.disputed'),
	commandOf('paper.opened'),
	commandOf('question.answered'),
	commandWith('help.sent'),
	commandOf('lease.answered'),
	commandOf('interview.started'),
	commandOf('interview.ended'),
	commandOf('manifest.closed'),
	commandOf('incident.noted')
]);
export type Command = v.InferOutput<typeof CommandSchema>;

/**
 * POST /api/attempt/commands. Each command is read by itself (`CommandSchema`): one that this server does not
 * understand is refused alone and holds up nothing behind it.
 */
export const OfferedCommandSchema = v.looseObject({ id });
export type OfferedCommand = v.InferOutput<typeof OfferedCommandSchema>;

export const CommandsRequestSchema = v.object({
	v: version,
	/** The last one the device knows. In another epoch nothing is taken: the device offers everything again, in order. */
	epoch: v.optional(v.nullable(v.string()), null),
	commands: v.pipe(v.array(OfferedCommandSchema), v.maxLength(MAX_BATCH))
});

/** POST /api/attempt/witness: where each running part stands (C15), and the last head the device has seen. */
export const WitnessRequestSchema = v.object({
	v: version,
	head: v.nullable(HeadSchema),
	parts: v.pipe(
		v.array(v.object({ header: PartHeaderSchema, bytes: count, sha256, at: millis })),
		v.maxLength(MAX_BATCH)
	)
});

/** First message of a device on its WebSocket; staff pages are known by their cookie. */
export const HelloSchema = v.object({ v: version, type: v.literal('hello'), token: v.string() });
export const PingSchema = v.object({ v: version, type: v.literal('ping'), sentAt: v.number() });
export const ClientMessageSchema = v.variant('type', [HelloSchema, PingSchema]);

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
	v.object({ v: version, type: v.literal('pong'), sentAt: v.number(), now: millis })
]);
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>;
export type ClientMessage = v.InferOutput<typeof ClientMessageSchema>;
