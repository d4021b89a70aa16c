// What staff decide about an attempt (I4), as the projection keeps it: verdicts, time, and what is taken back. Pure.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import type { EventData, UndoableAct } from './events.ts';
import { already, no, yes, type Transition } from './outcome.ts';
import { phoneAgain } from './phone-transitions.ts';

export function timeGranted(state: AttemptState, { ms }: EventData<'time.granted'>): Transition {
	if (state.ended) return no(state, 'attempt.already-ended');
	return yes({ ...state, grantedMs: state.grantedMs + ms, grants: [...state.grants, ms] });
}

/** C17: a reported mistake that nobody has settled. */
export const hasDispute = ({ disputes, disputeSettledAt }: AttemptState): boolean =>
	disputes > 0 && disputeSettledAt === null;

export function detailsSettled(state: AttemptState, at: Millis): Transition {
	if (state.disputes === 0) return no(state, 'act.nothing-to-settle');
	return state.disputeSettledAt === null ? yes({ ...state, disputeSettledAt: at }) : already(state);
}

/** The first word of a person, another one instead of it, or (`review`) a second person's on a violation. */
export function judged(
	state: AttemptState,
	{ incident, verdict, review }: EventData<'incident.judged'>,
	at: Millis
): Transition {
	if (!Object.hasOwn(state.incidents, incident)) return no(state, 'attempt.no-incident', incident);
	const before = state.judgements[incident];
	if (review && (before?.verdict !== 'violation' || before.reviewed))
		return no(state, 'act.nothing-to-review');
	const judgement = { verdict, at, reviewed: review, times: (before?.times ?? 0) + 1 };
	return yes({ ...state, judgements: { ...state.judgements, [incident]: judgement } });
}

const UNDO: Record<UndoableAct, (state: AttemptState, now: Millis) => Transition> = {
	'allow-entry': (state) =>
		state.entryAllowedAt === null || state.enteredAt !== null
			? no(state, 'act.nothing-to-undo')
			: yes({ ...state, entryAllowedAt: null }),
	'waive-phone': (state) => phoneAgain(state),
	'grant-time': withoutLastGrant,
	'declare-lost': (state) =>
		state.lostAt === null ? no(state, 'act.nothing-to-undo') : yes({ ...state, lostAt: null }),
	'confirm-identity': (state) =>
		state.identity === 'confirmed'
			? yes({ ...state, identity: 'unconfirmed' })
			: no(state, 'act.nothing-to-undo')
};

export const undone = (
	state: AttemptState,
	{ act }: EventData<'act.undone'>,
	now: Millis
): Transition => UNDO[act](state, now);

/** Nobody's time is over by it from one moment to the next: what they are using already stays theirs. */
function withoutLastGrant(state: AttemptState, now: Millis): Transition {
	const last = state.grants.at(-1);
	if (state.ended || last === undefined) return no(state, 'act.nothing-to-undo');
	const grantedMs = state.grantedMs - last;
	if (now >= state.frozen.endsAt + grantedMs) return no(state, 'act.grant-in-use');
	return yes({ ...state, grantedMs, grants: state.grants.slice(0, -1) });
}
