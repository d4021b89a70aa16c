// C30: from single looks at the camera's picture to signals with a beginning and an end. A look that is missing says
// nothing: not that somebody is gone, and not that they are back. Pure.
import type { Millis } from '../shared/clock.ts';
import { PRESENCE_RULES, type WatchedKind } from './presence-rules.ts';
import type { PresenceSignal } from './presence-signal.ts';
import { createPresenceSpan } from './presence-span.ts';
import type { Reading } from './reading.ts';

export interface Noticing {
	/** In the order of their beginning; without pictures, times by the readings' clock. */
	readonly told: readonly PresenceSignal[];
	/** Ids of the signals whose strongest moment so far this look was. */
	readonly strongest: readonly string[];
}

export interface Presence {
	/** One that is not later than the last is not looked at. */
	see(reading: Reading): Noticing;
	/** No look came. @returns what is over for want of looks */
	lapse(at: Millis): readonly PresenceSignal[];
	/** What is open now, each `until` where it was seen last. */
	open(): readonly PresenceSignal[];
	/** When a look before its time would make a signal of something; null = there is nothing. */
	dueAt(): Millis | null;
	/** Nothing is looked at any more. @returns everything that was open, as over */
	end(): readonly PresenceSignal[];
}

const KINDS = Object.keys(PRESENCE_RULES) as WatchedKind[];
const NOTHING: Noticing = { told: [], strongest: [] };

/** @param newId of a signal */
export function createPresence(newId: () => string): Presence {
	const spans = KINDS.map((kind) => createPresenceSpan(kind, newId));
	let lastAt = -Infinity;

	const open = (): PresenceSignal[] => spans.flatMap((span) => span.open() ?? []);

	return {
		see(reading) {
			if (reading.at <= lastAt) return NOTHING;
			lastAt = reading.at;
			const told = spans.flatMap((span) => span.see(reading) ?? []);
			const strongest = spans
				.filter((span) => span.isStrongest())
				.flatMap((span) => span.open()?.id ?? []);
			return { told: told.sort((a, b) => a.from - b.from), strongest };
		},
		lapse: (at) => spans.flatMap((span) => span.lapse(at) ?? []),
		open,
		dueAt() {
			const due = spans.flatMap((span) => span.dueAt() ?? []);
			return due.length > 0 ? Math.min(...due) : null;
		},
		end: () => spans.flatMap((span) => span.end() ?? [])
	};
}
