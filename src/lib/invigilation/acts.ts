// What staff may do to an attempt (I4), by which permission, and why not now. Pure: the page greys by it, the server
// refuses by it.
import type { Permission } from '../accounts/permissions.ts';
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { AttemptEvent, UndoableAct } from '../attempt/events.ts';
import { phoneInCharge } from '../attempt/lease-admission.ts';
import { hasDispute, undone } from '../attempt/staff-transitions.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { ActBody, ActOf, StaffAct } from './act-form.ts';

interface ActKind<Fields> {
	readonly permission: Permission;
	/** Its name in the audit log. */
	readonly audited: string;
	/** Null: possible now, as far as the state tells. */
	whyNot(state: AttemptState, now: Millis): ErrorCode | null;
	/** Whether somebody has acted since the person saw it. */
	moved?(state: AttemptState, fields: Fields): boolean;
	/** Without its payload. */
	event(fields: Fields, now: Millis): AttemptEvent;
}

export const ACTS = {
	'allow-entry': {
		permission: 'attempt.act',
		audited: 'entry.allowed',
		whyNot: whyNoEntry,
		event: () => ({ type: 'entry.allowed', data: {} })
	},
	'answer-request': {
		permission: 'attempt.act',
		audited: 'device.answered',
		whyNot: ({ request }) => (request ? null : 'attempt.no-request'),
		moved: (state, { request }) => state.request?.id !== request,
		event: ({ request, granted }) => ({
			type: 'lease.answered',
			data: { request, granted, by: 'staff' }
		})
	},
	'waive-phone': {
		permission: 'attempt.act',
		audited: 'phone.waived',
		whyNot: whyNoWaiver,
		event: () => ({ type: 'phone.waived', data: {} })
	},
	'unpair-phone': {
		permission: 'phone.unpair',
		audited: 'phone.unpaired',
		whyNot: (state) => whyEnded(state) ?? (phoneInCharge(state) ? null : 'evidence.not-bound'),
		moved: (state, { seen }) => phoneInCharge(state) !== seen.lease,
		event: ({ seen }) => ({ type: 'lease.closed', data: { lease: seen.lease, reason: 'staff' } })
	},
	'grant-time': {
		permission: 'attempt.act',
		audited: 'time.granted',
		whyNot: (state) => (state.frozen.rules.mayGrantTime ? whyEnded(state) : 'act.not-granted-here'),
		moved: ({ grants }, { seen }) => grants.length !== seen.grants,
		event: ({ ms }) => ({ type: 'time.granted', data: { ms } })
	},
	'note-time-lost': {
		permission: 'attempt.act',
		audited: 'time.lost',
		whyNot: () => null,
		moved: ({ lostMs }, { seen }) => lostMs !== seen.lostMs,
		event: ({ ms }) => ({ type: 'time.lost', data: { ms } })
	},
	end: {
		permission: 'attempt.act',
		audited: 'interview.ended',
		whyNot: whyEnded,
		event: (_, now) => ({ type: 'interview.ended', data: { by: 'staff', at: now } })
	},
	'declare-lost': {
		permission: 'upload.settle',
		audited: 'upload.declared-lost',
		whyNot: whyNotLost,
		event: () => ({ type: 'upload.declared-lost', data: {} })
	},
	'judge-incident': {
		permission: 'incident.judge',
		audited: 'incident.judged',
		whyNot: ({ incidents }) => (Object.keys(incidents).length === 0 ? 'attempt.no-incident' : null),
		moved: (state, { incident, seen }) => timesJudged(state, incident) !== seen.times,
		event: ({ incident, verdict, review }) => ({
			type: 'incident.judged',
			data: { incident, verdict, review }
		})
	},
	'confirm-identity': {
		permission: 'identity.judge',
		audited: 'identity.confirmed',
		whyNot: ({ identity }) => (identity === 'confirmed' ? 'identity.already-confirmed' : null),
		event: ({ samePerson, earsAndFaceFree, noFilter, noHeavyMakeUp }) => ({
			type: 'identity.confirmed',
			data: { samePerson, earsAndFaceFree, noFilter, noHeavyMakeUp }
		})
	},
	'admit-face': {
		permission: 'identity.judge',
		audited: 'face.admitted',
		whyNot: ({ frozen }) => (frozen.rules.face === 'waived' ? 'identity.not-needed' : null),
		event: ({ check }) => ({ type: 'face.admitted', data: { check } })
	},
	'settle-details': {
		permission: 'details.settle',
		audited: 'details.settled',
		whyNot: (state) => (hasDispute(state) ? null : 'act.nothing-to-settle'),
		moved: ({ disputes }, { seen }) => disputes !== seen.disputes,
		event: () => ({ type: 'details.settled', data: {} })
	},
	undo: {
		permission: 'attempt.act',
		audited: 'act.undone',
		whyNot: () => null,
		moved: ({ grants }, { undoes, seen }) =>
			undoes === 'grant-time' && grants.length !== seen.grants,
		event: ({ undoes }) => ({ type: 'act.undone', data: { act: undoes } })
	}
} as const satisfies { readonly [K in StaffAct]: ActKind<ActOf<K>> };

export const kindOf = (act: StaffAct): ActKind<ActBody> => ACTS[act] as ActKind<ActBody>;

/** Whoever may do a thing may take it back, and nobody else. */
export const permissionFor = (body: ActBody): Permission =>
	ACTS[body.act === 'undo' ? body.undoes : body.act].permission;

/** Null: it may be done, as far as the state tells; the reducer has the last word. */
export function refusesNow(state: AttemptState, body: ActBody, now: Millis): ErrorCode | null {
	const kind = kindOf(body.act);
	return kind.whyNot(state, now) ?? (kind.moved?.(state, body) ? 'act.overtaken' : null);
}

export const whyNoUndo = (act: UndoableAct, state: AttemptState, now: Millis): ErrorCode | null =>
	undone(state, { act }, now).refused?.code ?? null;

/** A second person's review of a violation, and whatever is said anew of one that was reviewed. */
export const needsOtherEyes = (
	{ judgements }: AttemptState,
	{ incident, review }: ActOf<'judge-incident'>
): boolean => {
	const standing = Object.hasOwn(judgements, incident) ? judgements[incident] : undefined;
	return review || (standing?.verdict === 'violation' && standing.reviewed);
};

// a request writes the key: 'constructor' was never judged
const timesJudged = ({ judgements }: AttemptState, incident: string): number =>
	Object.hasOwn(judgements, incident) ? (judgements[incident]?.times ?? 0) : 0;

function whyEnded({ ended }: AttemptState): ErrorCode | null {
	return ended ? 'attempt.already-ended' : null;
}

function whyNotLost({ ended, stage, lostAt }: AttemptState): ErrorCode | null {
	if (!ended) return 'attempt.not-ended';
	if (stage === 'done') return 'attempt.upload-complete';
	return lostAt === null ? null : 'attempt.already-lost';
}

function whyNoEntry(state: AttemptState, now: Millis): ErrorCode | null {
	if (state.enteredAt !== null) return 'attempt.already-entered';
	if (state.ended) return 'attempt.already-ended';
	if (state.entryAllowedAt !== null) return 'attempt.already-allowed';
	return whyNoLateEntry(state.frozen, now);
}

function whyNoWaiver(state: AttemptState): ErrorCode | null {
	const { frozen, phoneWaived } = state;
	if (frozen.rules.phone === 'waived' || phoneWaived) return 'evidence.already-waived';
	return whyEnded(state);
}

/** Until the start nobody is late; once it is over there is nothing to enter. */
export function whyNoLateEntry(
	times: { readonly startsAt: Millis; readonly endsAt: Millis },
	now: Millis
): ErrorCode | null {
	if (now < times.startsAt) return 'attempt.not-started';
	return now < times.endsAt ? null : 'attempt.already-ended';
}
