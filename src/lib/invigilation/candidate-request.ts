// What GET /api/attempts/[attempt]/candidate is asked with.
import * as v from 'valibot';
import { CountField } from '../shared/fields.ts';

/** No line of the log is known yet. */
export const FROM_THE_FIRST = -1;

/** `?after=SEQ`: the last line that the asker has; absent = from the first. */
export const LinesAfterSchema = v.union([
	v.pipe(
		v.null(),
		v.transform(() => FROM_THE_FIRST)
	),
	v.pipe(v.string(), v.digits(), v.transform(Number), CountField)
]);
