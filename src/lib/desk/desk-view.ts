// What the technician's desk shows (I5): plain data. No film, no picture, no conversation; who adds a member here decides
// that every technician sees it.
import * as v from 'valibot';
import type { IncidentKind } from '../attempt/events.ts';
import type { PhoneFacet } from '../attempt/attempt-state.ts';
import type { Text } from '../attempt/rules.ts';
import type { Stage } from '../attempt/stage.ts';
import { WIRE_VERSION, type PhoneReport } from '../live/wire.ts';
import type { DesktopReport } from '../live/device-messages.ts';
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { CountField, MillisField, TextField } from '../shared/fields.ts';
import type { TrackBacklog } from './backlog.ts';
import type { DeskCheck } from './device-checks.ts';

/** One candidate that was found. */
export interface DeskHit {
	readonly candidate: string;
	readonly name: string;
	readonly admission: string;
	readonly room: string;
	readonly sittingCode: string;
	readonly startsAt: Millis;
	/** Null before the first login. */
	readonly stage: Stage | null;
	readonly phone: PhoneFacet | null;
	/** Parts that have not arrived. */
	readonly missing: number;
	readonly lost: boolean;
}

/** POST /api/desk/search: what was typed stands in no address, and so in no log of one. */
export const DeskSearchRequestSchema = v.object({
	v: v.literal(WIRE_VERSION),
	typed: v.pipe(v.string(), v.maxLength(1000))
});

export interface DeskSearch {
	/** At most `MAX_HITS`. */
	readonly hits: readonly DeskHit[];
	/** There are more: a longer word finds fewer. */
	readonly more: boolean;
}

/** A browser that has, had or asked for the attempt. */
export interface DeskDevice {
	readonly id: string;
	readonly device: 'desktop' | 'phone';
	readonly label: string;
	readonly openedAt: Millis;
	/** A few seconds late; null = not since it was opened. */
	readonly heardAt: Millis | null;
	readonly state: 'in-charge' | 'closed' | 'asks';
}

/** What became of the account. */
export interface DeskSession {
	readonly at: Millis;
	readonly what: 'opened' | 'closed' | 'password';
	readonly address: string;
	/** Of staff; null = the candidate's own doing, or the command line's. */
	readonly by: string | null;
}

/** When something was cut off, or differed from the device check. */
export interface DeskSpan {
	readonly kind: IncidentKind;
	readonly track: Track | null;
	readonly from: Millis;
	readonly until: Millis | null;
}

export interface DeskHandIn {
	readonly file: string;
	readonly at: Millis;
	/** Null: at the command line. */
	readonly by: string | null;
	readonly parts: number;
	/** Of them on the server. */
	readonly here: number;
	readonly fault: ErrorCode | null;
}

export interface DeskAttempt {
	readonly id: string;
	readonly stage: Stage;
	readonly enteredAt: Millis | null;
	readonly endsAt: Millis;
	readonly endedAt: Millis | null;
	readonly uploadedAt: Millis | null;
	readonly lostAt: Millis | null;
	/** Newest first. */
	readonly checks: readonly DeskCheck[];
	readonly devices: readonly DeskDevice[];
	readonly cuts: readonly DeskSpan[];
	readonly differences: readonly DeskSpan[];
	readonly backlog: readonly TrackBacklog[];
	readonly desktop: { readonly at: Millis; readonly report: DesktopReport } | null;
	readonly phone: {
		readonly facet: PhoneFacet;
		/** The phone in charge. */
		readonly lease: string | null;
		readonly heard: { readonly at: Millis; readonly report: PhoneReport } | null;
	};
	readonly dispute: {
		/** Null once it was erased. */
		readonly words: readonly { readonly at: Millis; readonly text: string | null }[];
		readonly settledAt: Millis | null;
	} | null;
	readonly handIns: readonly DeskHandIn[];
	/** What was seen, for an act that another person may have moved on. */
	readonly grants: number;
	readonly disputes: number;
	/** Null: possible now. */
	readonly whyNot: Readonly<Record<DeskAct, ErrorCode | null>>;
}

export const DESK_ACTS = [
	'settle-details',
	'unpair-phone',
	'declare-lost',
	'expect-again'
] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

export interface DeskView {
	readonly now: Millis;
	readonly candidate: {
		readonly id: string;
		readonly name: string;
		readonly admission: string;
		/** The last four: to ask somebody on the telephone. */
		readonly idEnd: string;
		readonly position: string;
		/** What is typed to log in. */
		readonly account: string;
	};
	readonly sitting: {
		readonly title: Text;
		readonly code: string;
		readonly kind: 'mock' | 'formal';
		readonly room: string;
		readonly startsAt: Millis;
		readonly endsAt: Millis;
	};
	readonly login: { readonly window: 'open' | 'not-open' | 'closed'; readonly opensAt: Millis };
	/** Newest first. */
	readonly sessions: readonly DeskSession[];
	readonly attempt: DeskAttempt | null;
	readonly may: {
		readonly password: boolean;
		readonly handIn: boolean;
		readonly acts: Readonly<Record<DeskAct, boolean>>;
	};
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

// of the same build and origin: looked at for being there, not member by member
export const DeskAnswerSchema = v.object({ desk: v.custom<DeskView>(isObject) });
export const DeskSearchSchema = v.object({ found: v.custom<DeskSearch>(isObject) });

/** C7: shown once. */
export const IssuedSchema = v.object({
	password: TextField,
	account: TextField,
	issuedAt: MillisField,
	expiresAt: MillisField,
	/** This form had issued one before, whose answer may have been lost: that one opens nothing any more. */
	again: v.boolean(),
	/** Logins that it has ended. */
	ended: CountField
});
export type Issued = v.InferOutput<typeof IssuedSchema>;
