// What a reviewer is shown of one attempt (E4): parts, marks and spans on one clock. Pure; facts in, plain data out.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { ChainFault } from '../attempt/event-log.ts';
import type { Head } from '../attempt/ports.ts';
import type { Stage } from '../attempt/stage.ts';
import { officialEnd } from '../attempt/time-rules.ts';
import type { Millis } from '../shared/clock.ts';
import type { Track } from '../recording/part.ts';
import type { Span, TimelinePart } from '../recording/timeline.ts';
import type { Mark } from './marks.ts';

/** How far a part has come. */
export type PartStatus = 'arriving' | 'preparing' | 'playable' | 'unplayable';

/** A part as the database has it. */
export interface PartFacts {
	readonly id: string;
	readonly track: Track;
	readonly mime: string;
	readonly startedAt: Millis;
	readonly bitsPerSecond: number;
	readonly source: string;
	readonly verifiedBytes: number | null;
	readonly durationMs: number | null;
	readonly seekable: boolean;
	/** It was tried often enough. */
	readonly givenUp: boolean;
}

/** A running digest of a part (C15): made by the device at `at`, seen by the server at `seenAt`; server time. */
export interface Witness {
	readonly part: string;
	readonly at: Millis;
	readonly seenAt: Millis;
}

export interface ReviewPart extends TimelinePart {
	readonly status: PartStatus;
	/** The length is an estimate. */
	readonly estimated: boolean;
	readonly source: string;
}

export interface Unwitnessed extends Span {
	readonly part: string;
	readonly track: Track;
}

export interface ReviewLogLine {
	readonly seq: number;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
	/** When it happened, as the device knew it; else when the server wrote it. */
	readonly at: Millis;
	/** How long after it happened, as the device knew it, the server learnt of it, ms; below zero: its clock was ahead. */
	readonly lateMs: number;
	/** Of an act of staff (I4), until it is erased. */
	readonly reason?: string;
}

export interface Review {
	readonly attempt: string;
	readonly candidate: {
		readonly name: string;
		readonly admission: string;
		readonly position: string;
	};
	readonly sitting: { readonly code: string; readonly kind: 'mock' | 'formal' };
	readonly roomName: string;
	/** Of the log (C34). */
	readonly head: Head;
	readonly stage: Stage;
	/** Still being recorded: `span.until` is now. */
	readonly running: boolean;
	readonly span: Span;
	readonly tracks: readonly Track[];
	readonly parts: readonly (ReviewPart & { readonly url: string | null })[];
	readonly marks: readonly Mark[];
	/** C4: the last device check of each device. */
	readonly passports: AttemptState['passports'];
	readonly unwitnessed: readonly Unwitnessed[];
	/** At least one digest reached the server. */
	readonly witnessed: boolean;
	/** How much later the phone's clock is than the desktop's, ms, as the server saw both; null = not known. */
	readonly clockGapMs: number | null;
	readonly log: readonly ReviewLogLine[];
	/** Null: recomputed just now and whole, up to the head that the attempt's row holds. */
	readonly chainFault: ChainFault | null;
}

/** A witness comes every 5 s; one may be late. */
export const UNWITNESSED_MS = 10_000;

export function reviewPart(facts: PartFacts, witnesses: readonly Witness[]): ReviewPart {
	const { id, track, startedAt, source, durationMs } = facts;
	return {
		id,
		track,
		startedAt,
		source,
		status: partStatus(facts),
		estimated: durationMs === null,
		durationMs: durationMs ?? estimateMs(facts, witnesses)
	};
}

export function partStatus({ seekable, verifiedBytes, givenUp }: PartFacts): PartStatus {
	if (seekable) return 'playable';
	if (verifiedBytes === null) return 'arriving';
	return givenUp ? 'unplayable' : 'preparing';
}

/** Until it is measured: to the last witness, else what its bytes are worth at the rate asked for. */
function estimateMs(facts: PartFacts, witnesses: readonly Witness[]): number {
	const times = witnesses.filter(({ part }) => part === facts.id).map(({ at }) => at);
	if (times.length > 0) return Math.max(0, Math.max(...times) - facts.startedAt);
	if (facts.verifiedBytes === null || facts.bitsPerSecond <= 0) return 0;
	return Math.round((facts.verifiedBytes * 8 * 1000) / facts.bitsPerSecond);
}

/** Entry to end; while it runs, to now. Before the entry: the sitting's own times. */
export function recordedSpan(state: AttemptState, now: Millis): Span {
	const from = state.enteredAt ?? state.startedAt ?? state.frozen.startsAt;
	const until = state.ended?.at ?? Math.min(now, officialEnd(state));
	return { from, until: Math.max(from, until) };
}

/** Spans of a part longer than UNWITNESSED_MS in which no digest reached the server; one sent later proves nothing. */
export function unwitnessedSpans(
	parts: readonly TimelinePart[],
	witnesses: readonly Witness[]
): Unwitnessed[] {
	return parts.flatMap(({ id, track, startedAt, durationMs }) => {
		const end = startedAt + durationMs;
		const seen = witnesses
			.filter(({ part }) => part === id)
			.map(({ seenAt }) => Math.min(seenAt, end));
		const edges = [startedAt, ...seen, end].sort((a, b) => a - b);
		return edges.slice(1).flatMap((until, index) => {
			const from = edges[index] ?? startedAt;
			return until - from > UNWITNESSED_MS ? [{ part: id, track, from, until }] : [];
		});
	});
}
