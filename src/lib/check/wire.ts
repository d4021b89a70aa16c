// What the page and the server of a device check (C4) say to each other; docs/spec/check.md. Both sides import this file.
import * as v from 'valibot';
import { IdField } from '../shared/fields.ts';
import { WIRE_VERSION } from '../live/wire.ts';

/** POST opens a check, DELETE ends it. */
export const CHECK_PATH = '/api/check';
/** tus, as an attempt's parts: `upload/protocol.ts`. */
export const CHECK_UPLOAD_PATH = `${CHECK_PATH}/upload`;
/** GET gives back what has arrived. */
export const checkFilmUrl = (part: string): string => `${CHECK_PATH}/film/${part}`;

export const OpenCheckSchema = v.object({ v: v.literal(WIRE_VERSION) });

export const CheckOpenedSchema = v.object({
	/** Stands for attempt and lease in the headers of its parts. */
	check: IdField,
	token: v.string(),
	/** It is gone this long after the answer, whatever is under way. */
	lifeMs: v.number(),
	/** And already after so long, if no part of it was created by then. */
	idleMs: v.number()
});
export type CheckOpened = v.InferOutput<typeof CheckOpenedSchema>;
