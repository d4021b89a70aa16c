// What an act of staff says (I4), as it comes over the wire: done once by its id, with a reason, and with what the person
// saw where another one may have moved it on meanwhile.
import * as v from 'valibot';
import { MAX_REASON } from '../attempt/event-payloads.ts';
import { EVENT_DATA, UNDOABLE_ACTS, VERDICTS } from '../attempt/events.ts';
import { WIRE_VERSION } from '../live/wire.ts';
import { CountField, IdField, TextField } from '../shared/fields.ts';

const MINUTE_MS = 60_000;
const MAX_GRANTED_MINUTES = 60;
const MAX_LOST_MINUTES = 180;

export const ReasonField = v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(MAX_REASON));

const minutes = (most: number) =>
	v.pipe(v.number(), v.minValue(MINUTE_MS), v.maxValue(most * MINUTE_MS), v.multipleOf(MINUTE_MS));
const grantsSeen = v.object({ grants: CountField });

const form = <K extends string, E extends v.ObjectEntries>(act: K, entries: E) =>
	v.object({
		v: v.literal(WIRE_VERSION),
		id: IdField,
		reason: ReasonField,
		act: v.literal(act),
		...entries
	});

/** POST /api/candidates/<candidate>/acts, C9: let in after the entry has closed, also who has no attempt yet. */
export const LateEntryRequestSchema = form('allow-entry', {});

/** POST /api/attempts/<attempt>/acts */
export const ActRequestSchema = v.variant('act', [
	LateEntryRequestSchema,
	/** C8: let another device in, or not */
	form('answer-request', { request: IdField, granted: v.boolean() }),
	/** C14: let this candidate do without a phone */
	form('waive-phone', {}),
	/** I5: take the phone's place away */
	form('unpair-phone', { seen: v.object({ lease: IdField }) }),
	/** C23: move this attempt's end */
	form('grant-time', { ms: minutes(MAX_GRANTED_MINUTES), seen: grantsSeen }),
	/** so much time was lost; it is not granted by that */
	form('note-time-lost', {
		ms: minutes(MAX_LOST_MINUTES),
		seen: v.object({ lostMs: CountField })
	}),
	form('end', {}),
	/** C24: no longer wait for the rest of the upload */
	form('declare-lost', {}),
	/** say what an incident is; `review`: as the second person */
	form('judge-incident', {
		incident: EVENT_DATA['incident.judged'].entries.incident,
		verdict: v.picklist(VERDICTS),
		review: v.boolean(),
		seen: v.object({ times: CountField })
	}),
	/** a person has looked and is sure who it is */
	form('confirm-identity', EVENT_DATA['identity.confirmed'].entries),
	/** C6: let the login in that made this check of a face, and no other */
	form('admit-face', { check: IdField }),
	/** C17: what was wrong in the details has been dealt with */
	form('settle-details', { seen: v.object({ disputes: CountField }) }),
	/** the last act of this kind is taken back */
	form('undo', { undoes: v.picklist(UNDOABLE_ACTS), seen: grantsSeen })
]);

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
type Said = v.InferOutput<typeof ActRequestSchema>;

/** One press of a button: the same `id` does it once. */
export type Act = Pick<Said, 'id' | 'reason'>;
export type ActRequest = Without<Said, 'v'>;
/** What a form says; id and reason are the form's own. */
export type ActBody = Without<Said, 'v' | 'id' | 'reason'>;
export type StaffAct = Said['act'];
export type ActOf<K extends StaffAct> = Extract<ActBody, { act: K }>;

export const STAFF_ACTS: readonly StaffAct[] = ActRequestSchema.options.map(
	({ entries }) => entries.act.literal
);
