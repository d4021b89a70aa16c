// The conversation of candidate and staff (C21, I3), as the projection keeps it: what was seen and acknowledged. Its words
// are payloads. Pure.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import type { AttemptEvent, EventData } from './events.ts';
import { already, no, yes, type Transition } from './outcome.ts';

/** Nobody warns a candidate as often; a wrong program cannot fill the projection. */
const MAX_WARNINGS = 100;
/** Nobody asks as often; a wrong program cannot fill the log, nor the pages that read it. */
export const MAX_HELP_SENT = 500;

export function asked(state: AttemptState): Transition {
	if (state.helpSent >= MAX_HELP_SENT) return no(state, 'act.too-many');
	return yes({ ...state, helpSent: state.helpSent + 1 });
}

export function seen(state: AttemptState, { seq }: EventData<'help.seen'>): Transition {
	return seq > state.seenSeq ? yes({ ...state, seenSeq: seq }) : already(state);
}

/**
 * A restored server is told again what was seen before it (C21). The line named may be one that is gone, or another one
 * since: it counts as far as it is known already, and the page that has the conversation before it tells it anew.
 */
export const seenToldAgain = (
	{ seenSeq }: Pick<AttemptState, 'seenSeq'>,
	event: AttemptEvent,
	clientAt: Millis,
	restoredAt: Millis | null
): AttemptEvent =>
	event.type !== 'help.seen' || restoredAt === null || clientAt >= restoredAt
		? event
		: { ...event, data: { ...event.data, seq: Math.min(event.data.seq, seenSeq) } };

export function warned(
	state: AttemptState,
	{ id }: EventData<'warning.given'>,
	at: Millis
): Transition {
	if (state.ended) return no(state, 'attempt.already-ended');
	if (Object.hasOwn(state.warnings, id)) return already(state);
	if (Object.keys(state.warnings).length >= MAX_WARNINGS) return no(state, 'act.too-many');
	const warning = { at, acknowledgedAt: null };
	return yes({ ...state, warnings: { ...state.warnings, [id]: warning } });
}

export function acknowledged(
	state: AttemptState,
	{ id, at: told }: EventData<'warning.acknowledged'>,
	now: Millis
): Transition {
	// a device writes the id: 'constructor' is no warning
	const known = Object.hasOwn(state.warnings, id) ? state.warnings[id] : undefined;
	if (!known) return no(state, 'attempt.no-warning', id);
	if (known.acknowledgedAt !== null) return already(state);
	const acknowledgedAt = Math.max(known.at, Math.min(told, now));
	return yes({ ...state, warnings: { ...state.warnings, [id]: { ...known, acknowledgedAt } } });
}
