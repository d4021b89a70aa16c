// The incidents of a log, by the reducer's own rules: the log is the source, the projection may be older than what it
// keeps of them. For whoever shows single lines (comments, pictures), it says which incident each line tells of. Pure.
import type { Millis } from '../shared/clock.ts';
import { initialState, type AttemptState } from './attempt-state.ts';
import { incidentKey } from './incident-transitions.ts';
import { loggedEvent } from './logged-event.ts';
import type { Frozen } from './rules.ts';
import { transition } from './transition.ts';

/** A line of the log, as far as it is asked here. */
export interface ToldLine {
	readonly seq: number;
	readonly type: string;
	readonly data: unknown;
	readonly serverAt: Millis;
}

export interface IncidentHistory {
	readonly incidents: AttemptState['incidents'];
	/** By the number of the line: the incident that it tells of, or that it is a comment on. */
	readonly keys: ReadonlyMap<number, string>;
}

/** @param lines in their order; one that cannot be read is passed over */
export function incidentHistory(frozen: Frozen, lines: readonly ToldLine[]): IncidentHistory {
	let state = initialState(frozen);
	const keys = new Map<number, string>();
	for (const line of lines) {
		const { seq, serverAt } = line;
		const event = loggedEvent(line);
		if (!event) continue;
		if (event.type === 'incident.noted') keys.set(seq, incidentKey(state, event.data));
		if (event.type === 'incident.commented') keys.set(seq, event.data.incident);
		state = transition(state, event, serverAt).state;
	}
	return { incidents: state.incidents, keys };
}
