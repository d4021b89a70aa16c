// One attempt on a ruler (I2): incidents as spans, chapters, steps, grants, interruptions of the phone, and what no digest
// vouches for. Pure; positions are server time, whoever draws makes them places.
import { loggedEvent } from '../attempt/logged-event.ts';
import type { Span } from '../recording/timeline.ts';
import type { Severity } from '../integrity/policy.ts';
import type { Millis } from '../shared/clock.ts';
import { isToJudge, isToReview } from './candidate-view-of.ts';
import type { CandidateView, CandidateIncident, CandidateLine } from './candidate-view.ts';

/** How an incident stands: to judge (or to judge a second time), or what a person made of it; `note` needs nobody. */
export const STANDINGS = [
	'to-judge',
	'to-review',
	'violation',
	'noted',
	'dismissed',
	'note'
] as const;
export type Standing = (typeof STANDINGS)[number];

export interface IncidentSpan extends Span {
	readonly key: string;
	readonly standing: Standing;
	readonly severity: Severity;
	/** It goes on, or its end was never told: drawn to where the time has come. */
	readonly open: boolean;
}

export type Step =
	| { readonly kind: 'entry' | 'start' | 'end'; readonly at: Millis }
	| { readonly kind: 'chapter'; readonly at: Millis; readonly question: number }
	/** `undone`: it was taken back. */
	| { readonly kind: 'grant'; readonly at: Millis; readonly ms: number; readonly undone: boolean };

export interface CandidateTimeline {
	/** Entry (or the start, where nobody has entered) to the end. */
	readonly extent: Span;
	/** The longest first of those that begin at once. */
	readonly incidents: readonly IncidentSpan[];
	readonly steps: readonly Step[];
	/** The phone did not film. */
	readonly interruptions: readonly Span[];
	readonly unwitnessed: readonly Span[];
}

export function candidateTimeline(
	view: Pick<CandidateView, 'times' | 'incidents' | 'phoneNow' | 'unwitnessed'>,
	lines: readonly CandidateLine[],
	now: Millis
): CandidateTimeline {
	const { times, incidents, unwitnessed = [] } = view;
	const extent = extentOf(times);
	const until = Math.min(now, times.endedAt ?? times.endsAt);
	return {
		extent,
		incidents: incidents
			.map((one) => spanOf(one, until))
			.sort((a, b) => a.from - b.from || b.until - a.until),
		steps: [...stepsOf(times), ...grantsIn(lines)].sort((a, b) => a.at - b.at),
		interruptions: merged(
			within([...interruptionsIn(lines, until), ...knownInterruptions(view, until)], extent)
		),
		unwitnessed: merged(within(unwitnessed, extent))
	};
}

function extentOf({ startsAt, enteredAt, endsAt, endedAt }: CandidateView['times']): Span {
	const from = Math.min(startsAt, enteredAt ?? startsAt);
	return { from, until: Math.max(from + 1, endsAt, endedAt ?? 0) };
}

export function standingOf(incident: CandidateIncident): Standing {
	if (isToReview(incident)) return 'to-review';
	if (incident.judgement) return incident.judgement.verdict;
	return isToJudge(incident) ? 'to-judge' : 'note';
}

const spanOf = (incident: CandidateIncident, now: Millis): IncidentSpan => ({
	key: incident.key,
	standing: standingOf(incident),
	severity: incident.severity,
	open: incident.until === null,
	from: incident.at,
	until: Math.max(incident.at, incident.until ?? now)
});

function stepsOf({ enteredAt, startedAt, endedAt, chapters }: CandidateView['times']): Step[] {
	const steps = [
		{ kind: 'entry' as const, at: enteredAt },
		{ kind: 'start' as const, at: startedAt },
		{ kind: 'end' as const, at: endedAt }
	].flatMap(({ kind, at }) => (at === null ? [] : [{ kind, at }]));
	return [
		...steps,
		...chapters.map(({ question, at }) => ({ kind: 'chapter' as const, question, at }))
	];
}

/** A grant that was taken back was the last that stood. */
function grantsIn(lines: readonly CandidateLine[]): Step[] {
	const grants: { kind: 'grant'; at: Millis; ms: number; undone: boolean }[] = [];
	for (const line of lines) {
		const event = loggedEvent(line);
		if (event?.type === 'time.granted')
			grants.push({ kind: 'grant', at: line.at, ms: event.data.ms, undone: false });
		if (event?.type === 'act.undone' && event.data.act === 'grant-time') {
			const last = grants.findLast(({ undone }) => !undone);
			if (last) last.undone = true;
		}
	}
	return grants;
}

/** From each word that it does not film to the next that it does, or to where the time has come. */
function interruptionsIn(lines: readonly CandidateLine[], until: Millis): Span[] {
	const spans: Span[] = [];
	let from: Millis | null = null;
	for (const line of lines) {
		const event = loggedEvent(line);
		if (event?.type === 'phone.interrupted' || event?.type === 'phone.stopped')
			from = Math.min(from ?? event.data.at, event.data.at);
		if (event?.type !== 'phone.filming' || from === null) continue;
		// nothing was heard of it, and it had filmed all the time
		if (event.data.since > from) spans.push({ from, until: event.data.since });
		from = null;
	}
	return from !== null && from < until ? [...spans, { from, until }] : spans;
}

/** Of a long log the lines are only the latest: what the projection keeps reaches back to the entry. */
function knownInterruptions(
	{ incidents, phoneNow }: Pick<CandidateView, 'incidents' | 'phoneNow'>,
	until: Millis
): Span[] {
	const noted = incidents.filter(({ incident }) => incident === 'phone-interrupted');
	const spans = noted.map((one) => ({ from: one.at, until: one.until ?? until }));
	return phoneNow ? [...spans, { from: phoneNow.from, until }] : spans;
}

const within = (spans: readonly Span[], extent: Span): Span[] =>
	spans
		.map(({ from, until }) => ({
			from: Math.max(from, extent.from),
			until: Math.min(until, extent.until)
		}))
		.filter(({ from, until }) => from < until);

/** Spans that touch are one: of several tracks, or told twice. */
function merged(spans: readonly Span[]): Span[] {
	const one: { from: Millis; until: Millis }[] = [];
	for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
		const last = one.at(-1);
		if (last && from <= last.until) last.until = Math.max(last.until, until);
		else one.push({ from, until });
	}
	return one;
}
