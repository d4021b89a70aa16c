// Between the integrity desk of the candidate's computer and the attempt's log: what an earlier page has left open there,
// and how an incident is told. Pure.
import type { LeftIncident, ToldIncident } from '../integrity/incident-desk.ts';
import type { Millis } from '../shared/clock.ts';
import { isId } from '../shared/fields.ts';
import type { AttemptState } from './attempt-state.ts';
import type { Sight } from './event-payloads.ts';
import type { EventData } from './events.ts';
import { mayWatchFace } from './identity-transitions.ts';
import { mayTellIncident } from './incident-tellers.ts';

/**
 * Nothing on a computer whose place another one has taken: what is open is that one's.
 * @param watchedUntil when the earlier page was last known to watch; null = nobody knows
 */
export function leftOpen(
	state: AttemptState,
	lease: string,
	watchedUntil: Millis | null,
	now: Millis
): LeftIncident[] {
	if (state.lease !== lease) return [];
	return Object.entries(state.incidents)
		.filter(([id, { until, kind, track }]) => {
			const isOurs = mayTellIncident('desktop', kind) && track !== 'evidence';
			// one that was told without an id cannot be told again
			return until === null && isOurs && isId(id);
		})
		.map(([id, { kind, track, from, times }]) => {
			const until = Math.max(from, Math.min(watchedUntil ?? now, now));
			return { id, kind, track, from, until, times };
		});
}

export interface IncidentLink {
	view(): { readonly state: AttemptState } | null;
	command(
		type: 'incident.noted',
		data: EventData<'incident.noted'>,
		payload?: Sight
	): Promise<unknown>;
}

/** C7: from the moment at which the candidate takes their word back no picture is told, not even one taken before. */
export function tellIncident(link: IncidentLink, { sight, ...data }: ToldIncident): void {
	const state = link.view()?.state;
	const mayPicture = state !== undefined && mayWatchFace(state);
	const payload = sight && { ...sight, picture: mayPicture ? sight.picture : null };
	void link.command('incident.noted', data, ...(payload ? [payload] : []));
}
