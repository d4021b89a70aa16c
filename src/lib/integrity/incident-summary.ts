// What a candidate's incidents come to for the people who judge them (I1): the worst, how many are more than a note, and
// what goes on at this moment. It is computed when it is read, by the frozen policy (severity.ts). Pure.
import type { AttemptState, KnownIncident } from '../attempt/attempt-state.ts';
import type { IncidentKind } from '../attempt/events.ts';
import { mayTellIncident } from '../attempt/incident-tellers.ts';
import { officialEnd } from '../attempt/time-rules.ts';
import type { Millis } from '../shared/clock.ts';
import { SEVERITIES, type Severity } from './policy.ts';
import { bySeverity, severityOf, type Weighed } from './severity.ts';

export interface IncidentSummary {
	/** Null: nothing was noted. */
	readonly worst: Severity | null;
	/** Of at least "attention" and not judged: each is for a person to judge. */
	readonly toJudge: number;
	/** The worst of what is neither over nor judged; null: nothing is open, or the interview has ended. */
	readonly open: Severity | null;
}

/** One that nobody has judged, at this moment. */
export interface Unjudged {
	/** In the log; null: the phone as it is at this moment, which is an incident when it films again. */
	readonly key: string | null;
	readonly kind: IncidentKind;
	readonly severity: Severity;
	readonly from: Millis;
	readonly until: Millis | null;
}

export const NO_INCIDENTS: IncidentSummary = { worst: null, toJudge: 0, open: null };

type Judged = Pick<AttemptState, 'frozen' | 'grantedMs' | 'ended'>;

/** `toldAt`: of one in the log; a facet that is so now has none. */
type Known = Weighed & Partial<Pick<KnownIncident, 'toldAt'>>;

const endOf = (state: Judged): Millis => state.ended?.at ?? officialEnd(state);

/**
 * What a device has not told to be over counts as long as it was told, never to now or to the end: a computer that lost
 * its power is no worse than one that did not. A device that still has it tells it again when it matters more.
 */
export const severityAt = (state: Judged, incident: Known, now: Millis): Severity =>
	severityOf(
		state.frozen.rules.watch,
		incident,
		Math.min(now, endOf(state), isOfDevice(incident.kind) ? (incident.toldAt ?? now) : now)
	);

const isOfDevice = (kind: IncidentKind): boolean =>
	mayTellIncident('desktop', kind) || mayTellIncident('phone', kind);

export function incidentSummary(state: AttemptState, now: Millis): IncidentSummary {
	const weighed = Object.values(state.incidents).map((one) => severityAt(state, one, now));
	const more = notKept(state);
	const open = unjudged(state, now);
	const severities = open.map(({ severity }) => severity);
	return {
		worst: worstOf([...weighed, ...severities, ...more]),
		toJudge: [...severities, ...more].filter((severity) => severity !== 'note').length,
		open: worstOf(open.filter(isOpenAt(state, now)).map(({ severity }) => severity))
	};
}

/** Keys of those above a note of which nobody has said anything: a room is signed off after them. */
export const incidentsToJudge = (state: AttemptState, now: Millis): string[] =>
	unjudged(state, now).flatMap(({ key, severity }) =>
		key === null || severity === 'note' ? [] : [key]
	);

/** What to name first: the gravest that is open and not judged, else the gravest not judged; of equals, the latest. */
export function worstUnjudged(state: AttemptState, now: Millis): Unjudged | null {
	const isOpen = isOpenAt(state, now);
	const last = unjudged(state, now).toSorted(
		(a, b) =>
			Number(isOpen(a)) - Number(isOpen(b)) || bySeverity(a.severity, b.severity) || a.from - b.from
	);
	return last.at(-1) ?? null;
}

const isOpenAt =
	(state: AttemptState, now: Millis) =>
	({ until }: Pick<Unjudged, 'until'>): boolean =>
		until === null && now < endOf(state);

function unjudged(state: AttemptState, now: Millis): Unjudged[] {
	const kept = Object.entries(state.incidents)
		.filter(([key]) => !Object.hasOwn(state.judgements, key))
		.map(([key, incident]) => ({ key, incident }));
	const phone = phoneUnjudged(state, now);
	return [
		...kept.map(({ key, incident }) => weighed(state, key, incident, now)),
		...(phone ? [phone] : [])
	];
}

/** The phone as it is at this moment; null: it films, or what it does is in the log. */
export function phoneUnjudged(state: AttemptState, now: Millis): Unjudged | null {
	const phone = phoneNow(state);
	return phone && weighed(state, null, phone, now);
}

const weighed = (state: Judged, key: string | null, one: Known, now: Millis): Unjudged => ({
	...{ key, kind: one.kind, from: one.from, until: one.until },
	severity: severityAt(state, one, now)
});

/** What goes on counts more than what is over, then the worst, then how many. */
export function mostSevere(a: IncidentSummary, b: IncidentSummary): number {
	const rank = (severity: Severity | null): number =>
		severity === null ? -1 : SEVERITIES.indexOf(severity);
	return rank(b.open) - rank(a.open) || rank(b.worst) - rank(a.worst) || b.toJudge - a.toJudge;
}

const worstOf = (all: readonly Severity[]): Severity | null =>
	all.toSorted(bySeverity).at(-1) ?? null;

/**
 * Those of which the projection has only the number: noted before it kept the incidents themselves, or beyond as many as
 * it keeps. Each weighs what its kind does, without its length. Their times are in the log.
 */
function notKept(state: AttemptState): Severity[] {
	const kept = Object.groupBy(Object.values(state.incidents), ({ kind }) => kind);
	return Object.entries(state.noticed).flatMap(([name, count]) => {
		const kind = name as IncidentKind;
		const more = Math.max(0, count - (kept[kind]?.length ?? 0));
		const one = { ...{ kind, from: 0, until: 0 }, times: 1 };
		return Array<Severity>(more).fill(severityOf(state.frozen.rules.watch, one, 0));
	});
}

/** C33: a phone that does not film is noted when it films again, or at the end; until then its facet says so. */
function phoneNow({
	phone,
	evidence,
	enteredAt,
	ended
}: AttemptState): Pick<KnownIncident, 'kind' | 'from' | 'until' | 'times'> | null {
	const { interruptedAt, silent } = evidence;
	if (phone !== 'interrupted' || interruptedAt === null || enteredAt === null || ended) return null;
	const kind = silent ? 'phone-silent' : 'phone-interrupted';
	return { kind, from: Math.max(interruptedAt, enteredAt), until: null, times: 1 };
}
