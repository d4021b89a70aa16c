// How a technician's page brings a hand-in file to the server (docs/spec/hand-in.md): in slices that can be resumed,
// under the file's own id; then it is taken. Both sides import this file.
import * as v from 'valibot';
import { TRACKS } from '../recording/part.ts';
import { CountField, IdField, MillisField } from '../shared/fields.ts';
import { ERRORS, type ErrorCode } from '../shared/errors.ts';
import { PART_OUTCOMES, type HandInOutcome } from './hand-in-outcome.ts';

export const HAND_IN_PATH = '/api/hand-in';
export const handInUrl = (file: string): string => `${HAND_IN_PATH}/${file}`;
export const takeUrl = (file: string): string => `${handInUrl(file)}/take`;

const codeField = v.custom<ErrorCode>((code) => typeof code === 'string' && code in ERRORS);

const OutcomeSchema = v.object({
	file: IdField,
	attempt: IdField,
	candidate: v.object({ name: v.string(), admission: v.string() }),
	sittingCode: v.string(),
	parts: v.array(
		v.object({
			id: IdField,
			track: v.picklist(TRACKS),
			startedAt: MillisField,
			bytes: CountField,
			outcome: v.picklist(PART_OUTCOMES),
			code: v.nullable(codeField)
		})
	),
	fault: v.nullable(v.picklist(['hand-in.damaged', 'hand-in.truncated'])),
	commands: CountField
}) satisfies v.GenericSchema<unknown, HandInOutcome>;

/** Where a file stands: answer to GET and PATCH. */
export const StandingSchema = v.object({
	v: v.literal(1),
	/** Bytes that have arrived and are synced. */
	size: CountField,
	/** It is being taken right now. */
	taking: v.boolean(),
	/** What came of it before. */
	outcome: v.nullable(OutcomeSchema)
});
export interface Standing {
	readonly v: 1;
	readonly size: number;
	readonly taking: boolean;
	readonly outcome: HandInOutcome | null;
}

/** Answer to the take. */
export const TakenSchema = v.object({ v: v.literal(1), outcome: OutcomeSchema });

export const RefusedSchema = v.object({ code: codeField, size: v.optional(CountField) });
