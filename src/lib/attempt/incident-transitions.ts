// What was noticed (C25–C33), as the projection keeps it: one entry for each incident, however often it is told. Pure.
// How much one matters is not in it: that follows from the frozen policy.
import type { AttemptState, KnownIncident } from './attempt-state.ts';
import { isTrackOf } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { AttemptEvent, EventData, IncidentKind } from './events.ts';
import { mayTellIncident } from './incident-tellers.ts';
import { no, yes, type Transition } from './outcome.ts';

/** Devices cannot fill the projection; what comes beyond is in the log, and counted. The server's own are always kept. */
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
	const from = before?.from ?? Math.min(data.from, now);
	const until = data.until === null ? null : Math.max(from, Math.min(data.until, now));
	const kept: KnownIncident = {
		...{ kind, track, from, toldAt: now },
		until: until === null ? null : Math.max(until, before?.until ?? until),
		times: Math.max(times, before?.times ?? 1),
		comments: before?.comments ?? 0
	};
	const full = !before && isOfDevice(kind) && Object.keys(state.incidents).length >= MAX_KEPT;
	// of one that is not kept only the beginning counts: its end is not another one
	const isNew = !before && !(full && isEnd(data));
	const noticed = isNew
		? { ...state.noticed, [kind]: (state.noticed[kind] ?? 0) + 1 }
		: state.noticed;
	const incidents = full ? state.incidents : { ...state.incidents, [key]: kept };
	return yes({ ...state, noticed, incidents });
}

const isOfDevice = (kind: IncidentKind): boolean =>
	mayTellIncident('desktop', kind) || mayTellIncident('phone', kind);

const isEnd = ({ id, from, until }: EventData<'incident.noted'>): boolean =>
	id !== undefined && until !== null && until > from;

/** Which incident a line tells of, in the state before it. */
export function incidentKey(
	state: AttemptState,
	{ id, kind, track }: EventData<'incident.noted'>
): string {
	const known = id === undefined ? undefined : state.incidents[id];
	const mayBe = id !== undefined && (!known || (known.kind === kind && known.track === track));
	return mayBe ? id : `${kind}-${String((state.noticed[kind] ?? 0) + 1)}`;
}

/**
 * What was open on a computer that has the attempt no longer: nobody else tells its end. It is known to have lasted until
 * it was told last, and no longer: a computer that lost its power must not be weighed by how long another one took.
 */
export const overWithDevice = (state: AttemptState): AttemptState =>
	overWhere(state, ({ kind, track, toldAt }) => (isOfDesktop(kind, track) ? toldAt : null));

const isOfDesktop = (kind: IncidentKind, track: KnownIncident['track']): boolean =>
	mayTellIncident('desktop', kind) && (track === null || isTrackOf('desktop', track));

/** A computer that was replaced and tells late that something has begun will not tell its end: it lasted until it said so. */
export function notLasting(
	{ leases }: AttemptState,
	lease: string,
	event: AttemptEvent,
	clientAt: Millis
): AttemptEvent {
	if (event.type !== 'incident.noted' || event.data.until !== null) return event;
	if (leases[lease]?.open !== false) return event;
	return { ...event, data: { ...event.data, until: Math.max(event.data.from, clientAt) } };
}

/** What was open of these kinds is over since then: another fact of the log says so. */
export const overWhereOpen = (
	state: AttemptState,
	kinds: readonly IncidentKind[],
	since: Millis
): AttemptState => overWhere(state, ({ kind }) => (kinds.includes(kind) ? since : null));

/** @param endOf since when an open one is over; null = it goes on */
function overWhere(
	state: AttemptState,
	endOf: (incident: KnownIncident) => Millis | null
): AttemptState {
	const over = Object.entries(state.incidents).flatMap(([key, one]) => {
		const end = one.until === null ? endOf(one) : null;
		return end === null ? [] : [[key, { ...one, until: Math.max(one.from, end) }] as const];
	});
	if (over.length === 0) return state;
	return { ...state, incidents: { ...state.incidents, ...Object.fromEntries(over) } };
}

export function commented(
	state: AttemptState,
	{ incident }: EventData<'incident.commented'>
): Transition {
	// a device writes the key: 'constructor' is no incident
	const known = Object.hasOwn(state.incidents, incident) ? state.incidents[incident] : undefined;
	if (!known) return no(state, 'attempt.no-incident', incident);
	if (known.comments >= MAX_COMMENTS) return no(state, 'attempt.commented-enough');
	const commented = { ...known, comments: known.comments + 1 };
	return yes({ ...state, incidents: { ...state.incidents, [incident]: commented } });
}
