// What the candidate is shown of the watch (C25–C32): plain data, times absolute server ms.
import type { IncidentKind } from '../../attempt/events.ts';
import type { Track } from '../../recording/part.ts';
import type { Millis } from '../../shared/clock.ts';

/** What one button of the candidate's mends; it covers the sheet, never the clock, and the recording goes on. */
export const COVERS = ['full-screen-left', 'several-displays'] as const;
export type Cover = (typeof COVERS)[number];

export interface WatchView {
	/** All that hold, first what a click mends; one of them is shown. */
	readonly covers: readonly { readonly kind: Cover; readonly since: Millis }[];
	/** Told for a while after it is over (or as long as it lasts, where nothing covers the sheet), the newest first. */
	readonly told: readonly {
		readonly kind: IncidentKind;
		readonly from: Millis;
		readonly until: Millis | null;
	}[];
}

/** One of the candidate's own list (C24, C34): what the log says of it, in words, and what they say to it. */
export interface IncidentView {
	/** Of the projection; by it a comment is sent. */
	readonly key: string;
	readonly kind: IncidentKind;
	readonly track: Track | null;
	readonly from: Millis;
	readonly until: Millis | null;
	readonly times: number;
	readonly comments: readonly CommentView[];
	/** Five are enough. */
	readonly mayComment: boolean;
}

export interface CommentView {
	readonly id: string;
	/** Null once it was erased. */
	readonly text: string | null;
	readonly at: Millis;
	/** `waiting`: kept here, goes off by itself when the network is back. */
	readonly state: 'sent' | 'sending' | 'waiting';
}
