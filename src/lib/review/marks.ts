// What stands out on an attempt's time line (E4): entry, start, end, and every incident with its span, how much it matters
// and what the candidate says to it. Pure.
import type { AttemptState, KnownIncident } from '../attempt/attempt-state.ts';
import type { LogLine } from '../attempt/event-log.ts';
import type { IncidentKind } from '../attempt/events.ts';
import { incidentHistory } from '../attempt/incident-history.ts';
import { severityAt } from '../integrity/incident-summary.ts';
import type { Severity } from '../integrity/policy.ts';
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';

export interface IncidentMark {
	readonly kind: 'incident';
	/** Of the projection; pictures of it are told by the same (identity/server/face-view.ts). */
	readonly key: string;
	readonly at: Millis;
	/** Null: it goes on, or its end was never told. */
	readonly until: Millis | null;
	readonly incident: IncidentKind;
	readonly track: Track | null;
	readonly times: number;
	readonly severity: Severity;
	/** In their order. */
	readonly comments: readonly Comment[];
}

interface Comment {
	/** Null: it was erased. */
	readonly text: string | null;
	readonly at: Millis;
}

export type Mark = { readonly kind: 'entry' | 'start' | 'end'; readonly at: Millis } | IncidentMark;

/**
 * @param texts what the candidate has said, by the number of the line; what was erased is not there
 * @returns in order of time, of those that begin at once the longest first
 */
export function marksOf(
	state: AttemptState,
	log: readonly LogLine[],
	texts: ReadonlyMap<number, string>,
	now: Millis
): Mark[] {
	const steps = [
		{ kind: 'entry' as const, at: state.enteredAt },
		{ kind: 'start' as const, at: state.startedAt },
		{ kind: 'end' as const, at: state.ended?.at ?? null }
	];
	const marks: Mark[] = steps.flatMap(({ kind, at }) => (at === null ? [] : [{ kind, at }]));
	const incidents = incidentMarks(state, log, texts, now);
	return [...marks, ...incidents].sort((a, b) => a.at - b.at || lengthOf(b) - lengthOf(a));
}

const lengthOf = (mark: Mark): number =>
	mark.kind === 'incident' ? (mark.until ?? Number.MAX_SAFE_INTEGER) - mark.at : 0;

/** The log is the source: its incidents are also those of an attempt whose projection did not keep any. */
function incidentMarks(
	state: AttemptState,
	log: readonly LogLine[],
	texts: ReadonlyMap<number, string>,
	now: Millis
): IncidentMark[] {
	const { incidents, keys } = incidentHistory(state.frozen, log);
	const said = Map.groupBy(
		log.filter(({ type }) => type === 'incident.commented'),
		({ seq }) => keys.get(seq)
	);
	const commentOf = ({ seq, clientAt, serverAt }: LogLine): Comment => ({
		text: texts.get(seq) ?? null,
		// a device whose clock was ahead has not written in the future
		at: Math.min(clientAt ?? serverAt, serverAt)
	});
	return Object.entries(incidents).map(([key, one]) => ({
		...markOf(key, one),
		severity: severityAt(state, one, now),
		comments: (said.get(key) ?? []).map(commentOf)
	}));
}

const markOf = (key: string, { kind, from, until, track, times }: KnownIncident) => ({
	...{ kind: 'incident' as const, key, at: from, until },
	...{ incident: kind, track, times }
});
