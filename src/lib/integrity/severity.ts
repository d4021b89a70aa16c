// How much an incident matters by the exam's policy: the same on the candidate's page, in the room list and in an export,
// so that it need not be told and cannot be told wrongly. Pure.
import type { IncidentKind } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import { SEVERITIES, type KindPolicy, type Policy, type Severity } from './policy.ts';

/** Of a kind that the frozen policy does not know yet. */
const UNKNOWN: KindPolicy = {
	severity: 'note',
	graceMs: 0,
	mergeMs: 0,
	moreAfterMs: null,
	moreAfterTimes: null
};

export const kindPolicy = (policy: Policy, kind: IncidentKind): KindPolicy =>
	policy.kinds[kind] ?? UNKNOWN;

export interface Weighed {
	readonly kind: IncidentKind;
	readonly from: Millis;
	readonly until: Millis | null;
	/** Spans in it. */
	readonly times: number;
}

/** @param now for what is not over */
export function severityOf(policy: Policy, incident: Weighed, now: Millis): Severity {
	const { severity, moreAfterMs, moreAfterTimes } = kindPolicy(policy, incident.kind);
	// told all the same, by a device or by the server itself: nothing in the log is hidden
	if (severity === 'off') return 'note';
	const lasted = (incident.until ?? now) - incident.from;
	const more =
		(moreAfterMs !== null && lasted >= moreAfterMs) ||
		(moreAfterTimes !== null && incident.times >= moreAfterTimes);
	return more ? oneMore(severity) : severity;
}

const oneMore = (severity: Severity): Severity =>
	SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? severity;

/** From the least to the most. */
export const bySeverity = (a: Severity, b: Severity): number =>
	SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
