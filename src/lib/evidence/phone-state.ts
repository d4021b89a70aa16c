// GET /api/evidence: what a phone is told of its attempt. Nothing of the candidate's answers, talk or person.
import * as v from 'valibot';
import { HeadSchema } from '../live/wire.ts';
import { EncodingSchema } from '../recording/encoding.ts';
import { CountField as count, IdField as id, MillisField as millis } from '../shared/fields.ts';

const text = v.object({ 'zh-CN': v.string(), en: v.string() });

export const PhoneStateSchema = v.object({
	attempt: id,
	lease: id,
	head: HeadSchema,
	exam: v.object({
		title: text,
		kind: v.picklist(['mock', 'formal']),
		sittingCode: v.string(),
		supportPhone: v.string()
	}),
	startsAt: millis,
	/** With what was granted. */
	endsAt: millis,
	enteredAt: v.nullable(millis),
	startedAt: v.nullable(millis),
	endedAt: v.nullable(millis),
	/** The facet as the log has it; the phone says `phone.filming` again when this is not what it does. */
	phone: v.picklist(['waived', 'unbound', 'bound', 'filming', 'interrupted', 'stopped']),
	/** False: another phone is in charge (P5), or staff has unpaired this one. */
	inCharge: v.boolean(),
	/** I5: staff has unpaired it, and no other one is in charge. */
	unpaired: v.optional(v.boolean(), false),
	sweepNeeded: v.boolean(),
	sweep: v.nullable(
		v.object({
			way: v.picklist(['sensor', 'timed']),
			sectors: count,
			ms: count,
			faceShare: v.nullable(v.number())
		})
	),
	encoding: EncodingSchema,
	/** This lease's closing manifest is there. */
	manifest: v.boolean(),
	/** Parts of this lease that the server has verified. */
	verified: v.array(id),
	/** The computer's own parts have all arrived (P6). */
	desktopDone: v.boolean(),
	published: v.boolean(),
	epoch: v.string(),
	now: millis
});
export type PhoneState = v.InferOutput<typeof PhoneStateSchema>;
