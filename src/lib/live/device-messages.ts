// What a device says on its WebSocket, as the server reads it; docs/spec/wire.md. No device's page loads this, only its
// types: what a phone brings before it films is counted.
import * as v from 'valibot';
import { CountField as count, MillisField as millis } from '../shared/fields.ts';
import { LiveEndedSchema, PhoneReportSchema, SignalSchema, WIRE_VERSION } from './wire.ts';

const version = v.literal(WIRE_VERSION);

/** What the candidate's computer says of itself (I1). Facts of the moment: none of it goes into the log. */
export const DesktopReportSchema = v.object({
	battery: v.nullable(
		v.object({ level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), charging: v.boolean() })
	),
	/** Film up to here lies on the computer, and on the server: of the track that is furthest behind. */
	savedTo: v.nullable(millis),
	safeTo: v.nullable(millis),
	/** Not on the server yet. */
	backlogBytes: count,
	/** To the server and back, ms. */
	roundTripMs: v.nullable(count)
});
export type DesktopReport = v.InferOutput<typeof DesktopReportSchema>;

/** First message of a device on its WebSocket. Pages of staff have another one (staff-wire.ts). */
export const HelloSchema = v.object({ v: version, type: v.literal('hello'), token: v.string() });
/** A sign of life; a phone's says how it is. */
export const PingSchema = v.object({
	v: version,
	type: v.literal('ping'),
	sentAt: v.number(),
	report: v.optional(v.nullable(v.union([PhoneReportSchema, DesktopReportSchema])), null)
});
export const ClientMessageSchema = v.variant('type', [
	HelloSchema,
	PingSchema,
	SignalSchema,
	LiveEndedSchema
]);

export type ClientMessage = v.InferInput<typeof ClientMessageSchema>;
