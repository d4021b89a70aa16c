// What a browser, a device or a look at a picture tells, raw: no grace, no merging, no opinion. Signals in, incidents out
// (assess.ts); whoever watches something knows `SignalDesk` and nothing else.
import type { Sight } from '../attempt/event-payloads.ts';
import type { IncidentKind } from '../attempt/events.ts';
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';

/** One span of one kind. Told when it begins and again, by the same id, when it is over; repeating it is harmless. */
export interface Signal {
	readonly id: string;
	readonly kind: IncidentKind;
	/** What it is about; null = the page, the computer, the person. */
	readonly track: Track | null;
	/** Server time as estimated on the device. */
	readonly from: Millis;
	/** Null while it lasts; of what is over as it happens (a key, a paste), `from`. */
	readonly until: Millis | null;
	/** C30: the strongest moment with its picture; null = none. */
	readonly sight: Sight | null;
}

interface About {
	readonly track?: Track | null;
	/** When it began or happened, where that is known better than "now". */
	readonly from?: Millis;
}

/** Where adapters bring what they notice. */
export interface SignalDesk {
	/** What lasts. As often as one likes: the first true begins a span, the first false after it ends it. */
	holds(kind: IncidentKind, holds: boolean, about?: About): void;
	/** What is over as it happens. */
	happened(kind: IncidentKind, about?: About): void;
	/** A span that somebody else counts (C30: the presence watch). */
	told(signal: Signal): void;
}

/** Begins to watch; @returns what ends it, with everything that is still open. */
export type SignalAdapter = (desk: SignalDesk) => () => void;
