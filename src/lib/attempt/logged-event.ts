// A line of the log as the event it holds: what is read was written by some version of this software, and perhaps altered
// since, so it is read with care, not with trust. Pure.
import * as v from 'valibot';
import { EVENT_DATA, type AttemptEvent } from './events.ts';

/** Null of a type or form that this version does not know. */
export function loggedEvent({
	type,
	data
}: {
	readonly type: string;
	readonly data: unknown;
}): AttemptEvent | null {
	const schema = Object.entries(EVENT_DATA).find(([known]) => known === type)?.[1];
	const parsed = schema ? v.safeParse(schema as v.GenericSchema, data) : null;
	return parsed?.success ? ({ type, data: parsed.output } as AttemptEvent) : null;
}
