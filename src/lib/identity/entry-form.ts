// The form of the login by face as it comes in: who somebody says they are (C6).
import * as v from 'valibot';
import { TextField } from '../shared/fields.ts';

const MAX_ADMISSION = 100;
const MAX_NEXT = 2000;

export const FaceEntryFormSchema = v.object({
	admission: v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(MAX_ADMISSION)),
	/** The last character of an ID number may be an X, which many write small. */
	idLastSix: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^\d{5}[\dX]$/)),
	next: v.optional(v.pipe(TextField, v.maxLength(MAX_NEXT)))
});
