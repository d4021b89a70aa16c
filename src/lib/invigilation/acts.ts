// What staff may do to an attempt (I4), and why not now. Pure: the page greys by it, the server refuses by it.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';

export const STAFF_ACTS = [
	/** let in after the entry has closed (C9) */
	'allow-entry',
	/** let another device in, or not (C8) */
	'answer-request',
	/** let this candidate do without a phone (C14) */
	'waive-phone',
	/** move this attempt's end (C23) */
	'grant-time',
	'end',
	/** no longer wait for the rest of the upload (C24) */
	'declare-lost'
] as const;
export type StaffAct = (typeof STAFF_ACTS)[number];

/** What the page shows of the acts for one attempt. */
export interface ActsView {
	readonly now: Millis;
	readonly attempt: string;
	readonly candidate: { readonly id: string; readonly name: string; readonly admission: string };
	readonly endsAt: Millis;
	readonly grantedMs: number;
	/** C8: the device that asks, and when the one in charge last spoke (null: there is none). */
	readonly request: {
		readonly id: string;
		readonly at: Millis;
		readonly heardAt: Millis | null;
	} | null;
	readonly lostAt: Millis | null;
	/** Null: possible now. */
	readonly whyNot: Readonly<Record<StaffAct, ErrorCode | null>>;
	/** A new id for each form: pressing twice does it once. */
	readonly ids: Readonly<Record<StaffAct, string>>;
}

export function whyNot(act: StaffAct, state: AttemptState, now: Millis): ErrorCode | null {
	switch (act) {
		case 'allow-entry':
			return whyNoEntry(state, now);
		case 'answer-request':
			return state.request ? null : 'attempt.no-request';
		case 'waive-phone':
			return whyNoWaiver(state);
		case 'grant-time':
		case 'end':
			return state.ended ? 'attempt.already-ended' : null;
		case 'declare-lost':
			if (!state.ended) return 'attempt.not-ended';
			if (state.stage === 'done') return 'attempt.upload-complete';
			return state.lostAt === null ? null : 'attempt.already-lost';
	}
}

function whyNoEntry(state: AttemptState, now: Millis): ErrorCode | null {
	if (state.enteredAt !== null) return 'attempt.already-entered';
	if (state.ended) return 'attempt.already-ended';
	if (state.entryAllowedAt !== null) return 'attempt.already-allowed';
	return whyNoLateEntry(state.frozen, now);
}

function whyNoWaiver({ frozen, phoneWaived, ended }: AttemptState): ErrorCode | null {
	if (frozen.rules.phone === 'waived' || phoneWaived) return 'evidence.already-waived';
	return ended ? 'attempt.already-ended' : null;
}

/** Until the start nobody is late; once it is over there is nothing to enter. */
export function whyNoLateEntry(
	times: { readonly startsAt: Millis; readonly endsAt: Millis },
	now: Millis
): ErrorCode | null {
	if (now < times.startsAt) return 'attempt.not-started';
	return now < times.endsAt ? null : 'attempt.already-ended';
}
