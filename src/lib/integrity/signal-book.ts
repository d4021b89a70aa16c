// The signals of this page as a desk remembers them: in order of time for each kind and track, no longer than they can
// still become part of an incident. Knows nothing of what is told. Pure.
import type { IncidentKind } from '../attempt/events.ts';
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import { chainsOf, counts, groupOf, type Chain, type Span } from './assess.ts';
import type { Policy } from './policy.ts';
import { kindPolicy } from './severity.ts';

/** What is over is remembered for as long: the page shows it, and a beginning may be found out late (a silent network). */
export const REMEMBER_MS = 60_000;

export interface SignalBook {
	/** @returns false where nothing begins: the policy does not look at it */
	begin(span: Span, now: Millis): boolean;
	/** @returns false where there is nothing to end */
	end(id: string, until: Millis, now: Millis): boolean;
	knows(id: string): boolean;
	/** Spans that last. */
	open(): readonly Span[];
	chains(now: Millis): readonly Chain[];
	/** The clock was wrong: nothing has happened later than this. */
	notAfter(now: Millis): void;
	/** Several spans of what is long over become one. @param id by which it is told. @returns what is gone */
	condense(chain: Chain, id: string, now: Millis): readonly string[];
	/** @returns whether it was long over, and is gone */
	forget(chain: Chain, now: Millis): boolean;
	/** How many are remembered. */
	size(): number;
}

interface Remembered extends Span {
	/** Spans that were condensed into it. */
	readonly times: number;
}

/** @param earlier how many spans the signals of an earlier page were */
export function createSignalBook(policy: Policy, earlier: ReadonlyMap<string, number>): SignalBook {
	const spans = new Map<string, Remembered>();

	/** Signals of one kind follow each other: who comes later begins no earlier than what was there before. */
	const latestOf = (about: { kind: IncidentKind; track: Track | null }, since: Millis): Millis =>
		[...spans.values()]
			.filter((span) => groupOf(span) === groupOf(about) && span.from >= since)
			.reduce((latest, { from, until }) => Math.max(latest, until ?? from), since);

	const put = (span: Remembered): void => {
		if (counts(span, policy)) spans.set(span.id, span);
		else spans.delete(span.id);
	};

	return {
		begin(span, now) {
			const from = latestOf(span, -Infinity);
			const begins = Math.max(Math.min(span.from, now), from);
			const until = span.until === null ? null : Math.max(begins, Math.min(span.until, now));
			const { id, kind, track } = span;
			put({ id, kind, track, from: begins, until, times: earlier.get(id) ?? 1 });
			return spans.has(id);
		},
		end(id, until, now) {
			const span = spans.get(id);
			if (!span) return false;
			// what came while it lasted has been told as a part of it
			const least = span.until ?? latestOf(span, span.from);
			put({ ...span, until: Math.max(Math.min(until, now), least) });
			return span.until !== spans.get(id)?.until;
		},
		knows: (id) => spans.has(id),
		open: () => [...spans.values()].filter(({ until }) => until === null),
		chains: (now) =>
			chainsOf([...spans.values()], policy, now).map((chain) => ({
				...chain,
				times: chain.signals.reduce((sum, id) => sum + (spans.get(id)?.times ?? 1), 0)
			})),
		notAfter(now) {
			for (const span of [...spans.values()]) {
				const { from, until } = span;
				const ended = until === null ? null : Math.min(until, now);
				put({ ...span, from: Math.min(from, now), until: ended });
			}
		},
		condense(chain, id, now) {
			const old = chain.signals
				.flatMap((one) => spans.get(one) ?? [])
				.filter(({ until }) => until !== null && now - until > REMEMBER_MS);
			const kept = old.find((one) => one.id === id) ?? old[0];
			if (!kept || old.length < 2) return [];
			for (const one of old) spans.delete(one.id);
			put({
				...kept,
				from: Math.min(...old.map(({ from }) => from)),
				until: Math.max(...old.map(({ until }) => until ?? now)),
				times: old.reduce((sum, { times }) => sum + times, 0)
			});
			return old.flatMap((one) => (one === kept ? [] : one.id));
		},
		forget({ kind, until, signals }, now) {
			const restMs = kindPolicy(policy, kind).mergeMs + REMEMBER_MS;
			if (until === null || now - until <= restMs) return false;
			for (const id of signals) spans.delete(id);
			return true;
		},
		size: () => spans.size
	};
}
