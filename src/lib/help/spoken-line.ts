// One line of the conversation of candidate and staff (C21, I3), as the candidate's computer is told it. Who of staff it
// was stays with staff (conversation.ts). Pure.
import * as v from 'valibot';
import { CountField, MillisField } from '../shared/fields.ts';

export const SpokenLineSchema = v.object({
	/** Of the log. */
	seq: CountField,
	/** Of the command or form that brought it. */
	id: v.string(),
	from: v.picklist(['candidate', 'staff']),
	/** Null once it was erased. */
	text: v.nullable(v.string()),
	at: MillisField,
	/** I3: its id, where it is a warning that the candidate must acknowledge. */
	warning: v.nullable(v.string())
});
export type SpokenLine = Readonly<v.InferOutput<typeof SpokenLineSchema>>;
