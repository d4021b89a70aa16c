// What devices ask by HTTP, as the server reads it; docs/spec/wire.md. No device's page loads this, only its types: it
// brings the whole vocabulary of the log.
import * as v from 'valibot';
import { EVENT_PAYLOAD } from '../attempt/event-payloads.ts';
import { EVENT_DATA, type DeviceEventType } from '../attempt/events.ts';
import { PartHeaderSchema } from '../recording/part.ts';
import {
	CountField as count,
	IdField as id,
	labelField,
	MillisField as millis,
	Sha256Field as sha256
} from '../shared/fields.ts';
import { HeadSchema, WIRE_VERSION } from './wire.ts';

const version = v.literal(WIRE_VERSION);
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

/** What `ECHO_HEADER` holds: the last head this device was told (C34), and of which server. */
export const EchoSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ epoch: v.nullable(v.string()), head: v.nullable(HeadSchema) })
);

/** One entry of a device's outbox; `payload` by `EVENT_PAYLOAD`, for the types that have one. */
const commandOf = <T extends DeviceEventType>(type: T) =>
	v.object({ id, clientAt: millis, type: v.literal(type), data: EVENT_DATA[type] });
const commandWith = <T extends DeviceEventType & keyof typeof EVENT_PAYLOAD>(type: T) =>
	v.object({ ...commandOf(type).entries, payload: EVENT_PAYLOAD[type] });
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
	commandOf('help.seen'),
	commandOf('warning.acknowledged'),
	commandOf('lease.answered'),
	commandOf('interview.started'),
	commandOf('interview.ended'),
	commandOf('manifest.closed'),
	commandWith('incident.noted'),
	commandWith('incident.commented'),
	commandOf('device.checked'),
	commandOf('timecode.shown'),
	commandOf('face.consent'),
	commandOf('phone.swept'),
	commandOf('phone.filming'),
	commandOf('phone.interrupted'),
	commandOf('phone.stopped')
]);
export type Command = v.InferOutput<typeof CommandSchema>;

/** A type that a device may say and that is missing above would be refused by the server alone: here it does not compile. */
true satisfies Exclude<DeviceEventType, Command['type']> extends never ? true : never;

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
	/** The last head this device was told in that epoch (C34). */
	head: v.optional(v.nullable(HeadSchema), null),
	commands: v.pipe(v.array(OfferedCommandSchema), v.maxLength(MAX_BATCH))
});

/** POST /api/attempt/witness: where each running part stands (C15), and the last head the device has seen. */
export const WitnessRequestSchema = v.object({
	v: version,
	head: v.nullable(HeadSchema),
	/** Of the server that told it. */
	epoch: v.optional(v.nullable(v.string()), null),
	parts: v.pipe(
		v.array(v.object({ header: PartHeaderSchema, bytes: count, sha256, at: millis })),
		v.maxLength(MAX_BATCH)
	)
});

/** What a person reads off the screen or a camera reads as a QR code; `evidence/pairing-code.ts` knows its form. */
const PairingCodeSchema = v.pipe(v.string(), v.maxLength(40));

/** POST /api/evidence/code, of the desktop: a code for its phone. `replace`: the candidate wants another phone (P5). */
export const PairingRequestSchema = v.object({ v: version, replace: v.boolean() });
/** POST /api/evidence/look: what a code is for. Uses nothing up. */
export const LookRequestSchema = v.object({ v: version, code: PairingCodeSchema });
/** POST /api/evidence/bind: the tap (P1). The same phone asking again gets the same lease. */
export const BindRequestSchema = v.object({
	v: version,
	code: PairingCodeSchema,
	key: DeviceKeySchema,
	label: labelField(MAX_LABEL)
});

/** POST /api/rooms/ROOM/watched, of staff: watch this candidate closely, or no longer (I1). */
export const WatchedRequestSchema = v.object({ v: version, candidate: id, watched: v.boolean() });
