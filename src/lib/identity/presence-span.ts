// One kind of what is noticed before the camera, from its first moment until it is over. Pure.
import type { Millis } from '../shared/clock.ts';
import { PRESENCE_RULES, type WatchedKind } from './presence-rules.ts';
import type { PresenceSignal } from './presence-signal.ts';
import type { Reading } from './reading.ts';

/** Over once it has not been so for as long: a short return does not split it. */
export const REST_MS = 2000;
/** Without a look for longer, nobody knows what was in between: what was open ends where it was last seen. */
export const GAP_MS = 4000;

interface Noticed {
	readonly from: Millis;
	/** The last look at which it was so. */
	readonly heldAt: Millis;
	readonly looks: number;
	/** The first look, since then, at which it was not. */
	readonly quietAt: Millis | null;
	readonly strongest: number;
	/** Null: not a signal yet. */
	readonly id: string | null;
	/** Strength of the moment of its picture. */
	readonly pictured: number;
}

export interface PresenceSpan {
	/** @returns what is to be told now: that it has begun, or that it is over */
	see(reading: Reading): PresenceSignal | null;
	/** No look came; @returns that it is over, when it was open for too long without one */
	lapse(at: Millis): PresenceSignal | null;
	/** The signal that is open, `until` where it was seen last; null = none. */
	open(): PresenceSignal | null;
	/** The look just seen is the strongest moment of an open signal. */
	isStrongest(): boolean;
	/** When a look would make a signal of it; null = none is wanted before its time. */
	dueAt(): Millis | null;
	/** Nothing is looked at any more. */
	end(): PresenceSignal | null;
}

export function createPresenceSpan(kind: WatchedKind, newId: () => string): PresenceSpan {
	const rule = PRESENCE_RULES[kind];
	let span: Noticed | null = null;
	let isStrongest = false;

	const signalOf = (noticed: Noticed, until: Millis | null): PresenceSignal | null => {
		const { id, from, strongest } = noticed;
		return id === null ? null : { id, kind, from, until, strongest, picture: null };
	};

	function end(): PresenceSignal | null {
		const over = span && signalOf(span, span.quietAt ?? span.heldAt);
		span = null;
		return over;
	}

	const lapse = (at: Millis): PresenceSignal | null =>
		span && at - span.heldAt > GAP_MS ? end() : null;

	function held(reading: Reading): PresenceSignal | null {
		const { at } = reading;
		const before: Noticed = span ?? {
			...{ from: at, heldAt: at, looks: 0, quietAt: null },
			...{ strongest: -Infinity, id: null, pictured: -Infinity }
		};
		const strength = rule.strength(reading, before.from);
		const strongest = Math.max(before.strongest, strength);
		const next = { ...before, heldAt: at, looks: before.looks + 1, quietAt: null, strongest };
		span = next;
		const begins = next.id === null && next.looks >= rule.looks && at - next.from > rule.afterMs;
		if (begins) span = { ...next, id: newId() };
		isStrongest = span.id !== null && (begins || strength >= next.pictured + rule.pictureStep);
		if (isStrongest) span = { ...span, pictured: strength };
		return begins ? signalOf(span, null) : null;
	}

	function notHeld(at: Millis): PresenceSignal | null {
		if (span === null) return null;
		const quietAt = span.quietAt ?? at;
		span = span.id === null ? null : { ...span, quietAt };
		return at - quietAt >= REST_MS ? end() : null;
	}

	return {
		see(reading) {
			isStrongest = false;
			const lapsed = lapse(reading.at);
			const holds = rule.holds(reading, span !== null && span.quietAt === null);
			if (holds === null) return lapsed;
			// what lapsed was over before: that it begins anew can only be told at a later look
			return (holds ? held(reading) : notHeld(reading.at)) ?? lapsed;
		},
		lapse,
		open: () => span && signalOf(span, span.heldAt),
		isStrongest: () => isStrongest,
		dueAt: () =>
			span === null || span.id !== null || rule.afterMs === 0 ? null : span.from + rule.afterMs + 1,
		end
	};
}
