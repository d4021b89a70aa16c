// The forms of staff's acts as they come in.
import * as v from 'valibot';
import { MAX_REASON } from '../attempt/events.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { IdField, TextField } from '../shared/fields.ts';
import type { StaffAct } from './acts.ts';

/** A form that was refused, as the page shows it again. */
export interface ActRefusal {
	readonly kind: StaffAct;
	readonly code: ErrorCode;
	readonly reason: string;
}

const MAX_GRANTED_MINUTES = 60;

const act = {
	/** Of this form: pressing twice does it once. */
	act: IdField,
	reason: v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(MAX_REASON))
};

export const ActFormSchema = v.object(act);
export const AllowEntryFormSchema = v.object({ ...act, candidate: IdField });
export const AnswerRequestFormSchema = v.object({
	...act,
	request: IdField,
	answer: v.picklist(['grant', 'refuse'])
});
export const GrantTimeFormSchema = v.object({
	...act,
	minutes: v.pipe(
		v.string(),
		v.transform(Number),
		v.integer(),
		v.minValue(1),
		v.maxValue(MAX_GRANTED_MINUTES)
	)
});
