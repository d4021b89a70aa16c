// The reducer's part for the phone (佐证, C11, C33, P3–P6): a facet beside the stage. A phone that stops filming is an
// incident and never a step back; from which instant it filmed again tells an interruption from mere silence.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { AttemptState } from './attempt-state.ts';
import type { EventData } from './events.ts';
import { already, no, yes, type Effect, type Transition } from './outcome.ts';

/** C14: what of the phone still stands between the candidate and the entry, null = nothing. */
export function phoneMissing(
	state: AttemptState
): Extract<ErrorCode, 'attempt.phone-needed' | 'attempt.sweep-needed'> | null {
	const { rules } = state.frozen;
	if (rules.phone === 'waived' || state.phoneWaived) return null;
	if (state.evidence.lease === null) return 'attempt.phone-needed';
	if (rules.sweep === 'required' && !state.evidence.sweep) return 'attempt.sweep-needed';
	return state.phone === 'filming' ? null : 'attempt.phone-needed';
}

/** C24: the phone in charge has film, or may have it, and has not named all of it yet. */
export function phoneOwesManifest({ evidence, leases, parts }: AttemptState): boolean {
	const { lease, filmingSince } = evidence;
	if (lease === null || leases[lease]?.manifest) return false;
	return filmingSince !== null || Object.values(parts).some((part) => part.lease === lease);
}

/** A phone is bound; another one's place it takes (P5), as far as filming goes from now. */
export function phoneBound(state: AttemptState, lease: string, at: Millis): AttemptState {
	const filmed = state.phone === 'filming';
	return {
		...state,
		phone: 'bound',
		evidence: {
			...state.evidence,
			lease,
			boundAt: at,
			filmingSince: null,
			interruptedAt: state.evidence.interruptedAt ?? (filmed ? at : null)
		}
	};
}

export function swept(
	state: AttemptState,
	{ way, sectors, ms, faceShare }: EventData<'phone.swept'>,
	at: Millis
): Transition {
	if (state.evidence.lease === null) return no(state, 'evidence.not-bound');
	// repeatable (P3): the last one counts, all of them stand in the log
	const sweep = { way, sectors, ms, faceShare, at };
	return yes({ ...state, evidence: { ...state.evidence, sweep } });
}

export function filming(
	state: AttemptState,
	data: EventData<'phone.filming'>,
	now: Millis
): Transition {
	const { evidence } = state;
	if (evidence.lease === null) return no(state, 'evidence.not-bound');
	if (state.phone === 'filming') return already(state);
	const since = Math.min(data.since, now);
	const next: AttemptState = {
		...state,
		phone: 'filming',
		evidence: {
			...evidence,
			filmingSince: evidence.filmingSince ?? since,
			interruptedAt: null
		}
	};
	const from = evidence.interruptedAt;
	if (from === null) return yes(next);
	return since <= from
		? yes(next, noted(state, 'phone-silent', from, now))
		: yes(next, noted(state, 'phone-interrupted', from, since));
}

export function interrupted(
	state: AttemptState,
	data: EventData<'phone.interrupted'>,
	now: Millis
): Transition {
	const at = Math.min(data.at, now);
	const known = state.evidence.interruptedAt;
	const earlier = state.phone === 'interrupted' && known !== null && at < known;
	if (state.phone !== 'filming' && !earlier) return already(state);
	return yes({
		...state,
		phone: 'interrupted',
		evidence: { ...state.evidence, interruptedAt: at }
	});
}

/** P6: by hand. While the interview runs it is an incident that stays open. */
export function stopped(
	state: AttemptState,
	data: EventData<'phone.stopped'>,
	now: Millis
): Transition {
	if (state.phone !== 'filming' && state.phone !== 'interrupted') return already(state);
	const from = state.evidence.interruptedAt ?? Math.min(data.at, now);
	const next: AttemptState = {
		...state,
		phone: 'stopped',
		evidence: { ...state.evidence, interruptedAt: null }
	};
	return yes(next, state.ended ? [] : noted(state, 'phone-interrupted', from, null));
}

export const waived = (state: AttemptState): Transition =>
	state.phoneWaived
		? already(state)
		: yes({
				...state,
				phoneWaived: true,
				phone: state.phone === 'unbound' ? 'waived' : state.phone
			});

/** Only what falls into the interview is an incident (C33): before the entry a phone may be put where it likes. */
function noted(
	{ enteredAt, ended }: AttemptState,
	kind: 'phone-interrupted' | 'phone-silent',
	from: Millis,
	until: Millis | null
): Effect[] {
	if (enteredAt === null || (ended && from >= ended.at)) return [];
	if (until !== null && until <= enteredAt) return [];
	const data = { kind, from: Math.max(from, enteredAt), until, track: 'evidence' } as const;
	return [{ append: { type: 'incident.noted', data } }];
}
