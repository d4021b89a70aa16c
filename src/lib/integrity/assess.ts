// From signals to incidents (C25–C33): copies are folded, spans that belong together are one, what is too short is none.
// Knows nothing of what was told before (incident-desk.ts) or of how much one matters (severity.ts). Pure.
import type { IncidentKind } from '../attempt/events.ts';
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { Policy } from './policy.ts';
import { kindPolicy } from './severity.ts';
import type { Signal } from './signal.ts';

export interface Incident {
	/** Of its earliest signal. */
	readonly id: string;
	readonly kind: IncidentKind;
	readonly track: Track | null;
	readonly from: Millis;
	/** Null while it lasts. */
	readonly until: Millis | null;
	/** Spans that are one by the policy. */
	readonly times: number;
	/** Ids, the earliest first. */
	readonly signals: readonly string[];
}

/** Of a signal, all that counts. */
export type Span = Pick<Signal, 'id' | 'kind' | 'track' | 'from' | 'until'>;

/** Spans with no more than the policy's gap between them; an incident only if they are long enough in all. */
export interface Chain extends Incident {
	/** How long it was so in all, gaps not counted. */
	readonly activeMs: Millis;
}

/** Order and copies change nothing; ordered by their beginning. */
export const assess = (signals: readonly Signal[], policy: Policy, now: Millis): Incident[] =>
	chainsOf(signals, policy, now)
		.filter((chain) => isIncident(chain, policy))
		.map(({ activeMs: _, ...incident }) => incident);

export const isIncident = ({ kind, activeMs }: Chain, policy: Policy): boolean =>
	activeMs >= kindPolicy(policy, kind).graceMs;

/** @param now no time after it counts */
export function chainsOf(spans: readonly Span[], policy: Policy, now: Millis): Chain[] {
	const told = folded(spans).filter((span) => counts(span, policy));
	return [...grouped(told).values()]
		.flatMap((group) => merged(group.sort(byBeginning), policy, now))
		.sort((a, b) => byBeginning(a, b) || byText(groupOf(a), groupOf(b)));
}

export const groupOf = ({ kind, track }: Pick<Span, 'kind' | 'track'>): string =>
	`${kind}/${track ?? ''}`;

/** A moment is no span that could outlast a grace. */
export function counts({ kind, from, until }: Omit<Span, 'id'>, policy: Policy): boolean {
	const { severity, graceMs } = kindPolicy(policy, kind);
	return severity !== 'off' && (from !== until || graceMs === 0);
}

/** Of copies the first beginning and the last end that was told. */
function folded(spans: readonly Span[]): Span[] {
	const known = new Map<string, Span>();
	for (const { id, kind, track, from, until } of spans) {
		const key = `${id}/${groupOf({ kind, track })}`;
		const before = known.get(key);
		known.set(key, {
			...{ id, kind, track },
			from: Math.min(from, before?.from ?? from),
			until: latest(until, before?.until ?? null)
		});
	}
	return [...known.values()].map(forwards);
}

const latest = (a: Millis | null, b: Millis | null): Millis | null =>
	a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Nothing ends before it begins. */
const forwards = (span: Span): Span =>
	span.until === null ? span : { ...span, until: Math.max(span.from, span.until) };

function grouped(spans: readonly Span[]): Map<string, Span[]> {
	const groups = new Map<string, Span[]>();
	for (const span of spans) {
		const group = groups.get(groupOf(span));
		if (group) group.push(span);
		else groups.set(groupOf(span), [span]);
	}
	return groups;
}

/** @param spans of one kind and track, in the order of their beginning */
function merged(spans: readonly Span[], policy: Policy, now: Millis): Chain[] {
	const chains: Running[] = [];
	for (const span of spans) {
		const last = chains.at(-1);
		const mergeMs = kindPolicy(policy, span.kind).mergeMs;
		if (last && span.from - endOf(last) <= mergeMs) goOn(last, span, now);
		else chains.push(begun(span, now));
	}
	return chains.map(({ coveredTo: _, ...chain }) => chain);
}

/** A chain that is being made, changed in place: a thousand copies of a key must not cost a million. */
interface Running extends Chain {
	until: Millis | null;
	times: number;
	readonly signals: string[];
	activeMs: Millis;
	/** To here its active time is counted. */
	coveredTo: Millis;
}

function begun(span: Span, now: Millis): Running {
	const { id, kind, track, from, until } = span;
	const to = lastedTo(span, now);
	return {
		...{ id, kind, track, from, until },
		...{ times: 1, signals: [id], activeMs: to - from, coveredTo: to }
	};
}

function goOn(chain: Running, span: Span, now: Millis): void {
	const to = lastedTo(span, now);
	chain.activeMs += Math.max(0, to - Math.max(span.from, chain.coveredTo));
	chain.coveredTo = Math.max(chain.coveredTo, to);
	chain.until =
		chain.until === null || span.until === null ? null : Math.max(chain.until, span.until);
	chain.times++;
	chain.signals.push(span.id);
}

const lastedTo = ({ from, until }: Span, now: Millis): Millis =>
	Math.max(from, Math.min(until ?? now, now));

const endOf = ({ until }: Pick<Span, 'until'>): Millis => until ?? Infinity;

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const byBeginning = (a: Pick<Span, 'from' | 'id'>, b: Pick<Span, 'from' | 'id'>): number =>
	a.from - b.from || byText(a.id, b.id);
