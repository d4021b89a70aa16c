// What was noticed (C25–C33), as the projection keeps it: one entry for each incident, however often it is told. Pure.
// How much one matters is not in it: that follows from the frozen policy.
import type { AttemptState, KnownIncident } from './attempt-state.ts';
import type { Millis } from '../shared/clock.ts';
import type { EventData, IncidentKind } from './events.ts';
import { mayTellIncident } from './incident-tellers.ts';
import { no, yes, type Transition } from './outcome.ts';

/** A device cannot fill the projection; what comes beyond is in the log, and counted. */
const MAX_KEPT = 500;
/** Of one incident: nobody argues with a log for ever. */
export const MAX_COMMENTS = 5;

/**
 * Told again by its id it is the same one: the first beginning stands, the last end. An id that means another kind or
 * track already is another incident: nobody ends one by telling another.
 */
export function noted(
	state: AttemptState,
	data: EventData<'incident.noted'>,
	now: Millis
): Transition {
	const { kind, track, times = 1 } = data;
	const key = incidentKey(state, data);
	const before = state.incidents[key];
	// a device's clock may be ahead: nothing has happened in the future, or ended before it began
	const from = Math.min(data.from, before?.from ?? data.from, now);
	const until = data.until === null ? null : Math.max(from, Math.min(data.until, now));
	const kept: KnownIncident = {
		...{ kind, track, from },
		until: until === null ? null : Math.max(until, before?.until ?? until),
		times: Math.max(times, before?.times ?? 1),
		comments: before?.comments ?? 0
	};
	const noticed = before
		? state.noticed
		: { ...state.noticed, [kind]: (state.noticed[kind] ?? 0) + 1 };
	const full = !before && Object.keys(state.incidents).length >= MAX_KEPT;
	const incidents = full ? state.incidents : { ...state.incidents, [key]: kept };
	return yes({ ...state, noticed, incidents });
}

/** Which incident a line tells of, in the state before it. */
export function incidentKey(
	state: AttemptState,
	{ id, kind, track }: EventData<'incident.noted'>
): string {
	const known = id === undefined ? undefined : state.incidents[id];
	const mayBe = id !== undefined && (!known || (known.kind === kind && known.track === track));
	return mayBe ? id : `${kind}-${String((state.noticed[kind] ?? 0) + 1)}`;
}

/** What was open on a computer that has the attempt no longer: nobody else tells its end. */
export const overWithDevice = (state: AttemptState, now: Millis): AttemptState =>
	overWhere(state, now, (kind) => mayTellIncident('desktop', kind));

/** What was open of these kinds is over since then: another fact of the log says so. */
export const overWhereOpen = (
	state: AttemptState,
	kinds: readonly IncidentKind[],
	since: Millis
): AttemptState => overWhere(state, since, (kind) => kinds.includes(kind));

function overWhere(
	state: AttemptState,
	since: Millis,
	isOver: (kind: IncidentKind) => boolean
): AttemptState {
	const open = Object.entries(state.incidents).filter(
		([, { kind, until }]) => until === null && isOver(kind)
	);
	if (open.length === 0) return state;
	const over = open.map(([key, one]) => [key, { ...one, until: Math.max(one.from, since) }]);
	return { ...state, incidents: { ...state.incidents, ...Object.fromEntries(over) } };
}

export function commented(
	state: AttemptState,
	{ incident }: EventData<'incident.commented'>
): Transition {
	const known = state.incidents[incident];
	if (!known) return no(state, 'attempt.no-incident', incident);
	if (known.comments >= MAX_COMMENTS) return no(state, 'attempt.commented-enough');
	const commented = { ...known, comments: known.comments + 1 };
	return yes({ ...state, incidents: { ...state.incidents, [incident]: commented } });
}
