// What holds at this moment, raw, on its way to the desk: the candidate is helped at once, while the log waits for the
// policy's grace. Pure.
import type { IncidentKind } from '../attempt/events.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import type { SignalDesk } from './signal.ts';

export interface Holding {
	/** What adapters are given instead of the desk. */
	readonly desk: SignalDesk;
	/** Since when; null = it does not hold. */
	since(kind: IncidentKind): Millis | null;
}

export function watchHolding(desk: SignalDesk, clock: Clock): Holding {
	const holding = new Map<IncidentKind, Millis>();
	return {
		desk: {
			holds(kind, holds, about) {
				desk.holds(kind, holds, about);
				if (!holds) holding.delete(kind);
				else if (!holding.has(kind)) holding.set(kind, about?.from ?? clock.now());
			},
			happened: (kind, about) => desk.happened(kind, about),
			told: (signal) => desk.told(signal)
		},
		since: (kind) => holding.get(kind) ?? null
	};
}
