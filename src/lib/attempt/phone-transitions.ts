// The reducer's part for the phone (佐证, C11, C33, P3–P6): a facet beside the stage. A phone that stops filming is an
// incident and never a step back; from which instant it filmed again tells an interruption from mere silence.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { AttemptState } from './attempt-state.ts';
import type { EventData, IncidentKind } from './events.ts';
import { overWhereOpen } from './incident-transitions.ts';
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
	const { unpaired: _, ...evidence } = state.evidence;
	return {
		...state,
		phone: 'bound',
		evidence: {
			...evidence,
			lease,
			boundAt: at,
			filmingSince: null,
			interruptedAt: state.evidence.interruptedAt ?? (filmed ? at : null),
			silent: false
		}
	};
}

/**
 * I5: staff has unpaired it: whatever its page believes, nothing is taken of it from now, and another one can be bound as
 * if there had been none. What was not filmed counts from then. After the end no other one comes: its film is still owed.
 */
export function phoneGone(state: AttemptState, at: Millis): AttemptState {
	const filmed = state.phone === 'filming';
	if (state.ended) return filmed ? interruptedFrom(state, at, false) : state;
	const { lease, filmingSince } = state.evidence;
	return {
		...state,
		phone: state.phoneWaived ? 'waived' : 'unbound',
		evidence: {
			...state.evidence,
			...(lease === null ? {} : { unpaired: { lease, filmingSince } }),
			lease: null,
			boundAt: null,
			filmingSince: null,
			interruptedAt: state.evidence.interruptedAt ?? (filmed ? at : null),
			silent: false
		}
	};
}

/** C33: a phone that has not come back by the end may never do so. @param state with its end */
export function stillInterrupted(state: AttemptState): Effect[] {
	const from = state.evidence.interruptedAt;
	if (from === null) return [];
	return noted(state, state.evidence.silent ? 'phone-silent' : 'phone-interrupted', from, null);
}

export function swept(
	state: AttemptState,
	{ way, sectors, ms, faceShare }: EventData<'phone.swept'>,
	at: Millis
): Transition {
	// one that was unpaired since has still swept
	const wasBound = Object.values(state.leases).some(({ device }) => device === 'phone');
	if (!wasBound) return no(state, 'evidence.not-bound');
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
		...overWhereOpen(state, OF_FILMING, since),
		phone: 'filming',
		evidence: {
			...evidence,
			filmingSince: evidence.filmingSince ?? since,
			interruptedAt: null,
			silent: false
		}
	};
	const from = evidence.interruptedAt;
	if (from === null) return yes(next);
	return since <= from
		? yes(next, noted(state, 'phone-silent', from, now))
		: yes(next, noted(state, 'phone-interrupted', from, since));
}

/**
 * The phone's own word is the better one: until then it has filmed, however long nothing was heard of it. After the end,
 * which has noted what it knew of, what is new is noted here.
 */
export function interrupted(
	state: AttemptState,
	data: EventData<'phone.interrupted'>,
	now: Millis
): Transition {
	const { lease, filmingSince, interruptedAt: known, silent } = state.evidence;
	if (lease === null)
		return data.why === 'silent' ? already(state) : notFilmedBefore(state, data.at, now);
	const at = withinItsFilm(filmingSince, data.at, now);
	const next = interruptedFrom(state, at, data.why === 'silent');
	if (state.phone === 'filming')
		return yes(next, state.ended ? noted(state, 'phone-interrupted', at, null) : []);
	if (state.phone !== 'interrupted' || known === null || data.why === 'silent')
		return already(state);
	if (at < known) {
		// at the end it was called silent, or nothing was noted yet
		const isNew = state.ended !== null && (silent || known >= state.ended.at);
		return yes(next, isNew ? noted(state, 'phone-interrupted', at, null) : []);
	}
	if (!silent) return already(state);
	return yes(next, [
		...noted(state, 'phone-silent', known, at),
		...(state.ended ? noted(state, 'phone-interrupted', at, null) : [])
	]);
}

/**
 * I5: it lay in the outbox of a phone when that was unpaired. What it did not film began earlier than was known, and never
 * later; whatever else it says, nothing is taken for filming.
 */
function notFilmedBefore(state: AttemptState, said: Millis, now: Millis): Transition {
	const { interruptedAt: known, unpaired } = state.evidence;
	const filmingSince = unpaired?.filmingSince ?? null;
	if (known === null || filmingSince === null) return already(state);
	const at = withinItsFilm(filmingSince, said, now);
	if (at >= known) return already(state);
	const next = { ...state, evidence: { ...state.evidence, interruptedAt: at } };
	return yes(next, state.ended ? noted(state, 'phone-interrupted', at, known) : []);
}

/** P6: by hand. Before the end it is an incident that stays open. */
export function stopped(
	state: AttemptState,
	data: EventData<'phone.stopped'>,
	now: Millis
): Transition {
	const { lease, filmingSince, interruptedAt: known, silent } = state.evidence;
	if (lease === null) return notFilmedBefore(state, data.at, now);
	if (state.phone !== 'filming' && state.phone !== 'interrupted') return already(state);
	const at = withinItsFilm(filmingSince, data.at, now);
	const evidence = { ...state.evidence, interruptedAt: null, silent: false };
	const next: AttemptState = { ...state, phone: 'stopped', evidence };
	if (known === null) return yes(next, noted(state, 'phone-interrupted', at, null));
	if (silent)
		return yes(next, [
			...noted(state, 'phone-silent', known, at),
			...noted(state, 'phone-interrupted', at, null)
		]);
	// what was open at the end is noted already
	return yes(next, state.ended ? [] : noted(state, 'phone-interrupted', known, null));
}

const interruptedFrom = (state: AttemptState, at: Millis, silent: boolean): AttemptState => ({
	...state,
	phone: 'interrupted',
	evidence: { ...state.evidence, interruptedAt: at, silent }
});

/** Nobody has stopped filming before beginning, or in the future. */
const withinItsFilm = (filmingSince: Millis | null, at: Millis, now: Millis): Millis =>
	Math.min(Math.max(at, filmingSince ?? 0), now);

export const waived = (state: AttemptState): Transition =>
	state.phoneWaived
		? already(state)
		: yes({
				...state,
				phoneWaived: true,
				phone: state.phone === 'unbound' ? 'waived' : state.phone
			});

/** I4: not waived after all; a phone that is bound films on as it did. */
export const phoneAgain = (state: AttemptState): Transition =>
	!state.phoneWaived || state.ended
		? no(state, 'act.nothing-to-undo')
		: yes({
				...state,
				phoneWaived: false,
				phone: state.phone === 'waived' ? 'unbound' : state.phone
			});

/** What was open when it was stopped by hand, or when the interview ended, is over once it films again. */
const OF_FILMING: readonly IncidentKind[] = ['phone-interrupted', 'phone-silent'];

/** As long as the server waits before it calls a phone silent (server/phone-watch.ts). */
const SHORT_SILENCE_MS = 3500;

/** Only what falls into the interview is an incident (C33): before the entry a phone may be put where it likes. */
function noted(
	{ enteredAt, ended }: AttemptState,
	kind: 'phone-interrupted' | 'phone-silent',
	from: Millis,
	until: Millis | null
): Effect[] {
	if (enteredAt === null) return [];
	// between the last word and a tab that was killed lie a second or two: not a silence of its own
	if (kind === 'phone-silent' && until !== null && until - from < SHORT_SILENCE_MS) return [];
	const inside = Math.max(from, enteredAt);
	if (inside >= Math.min(ended?.at ?? Infinity, until ?? Infinity)) return [];
	const data = { kind, from: inside, until, track: 'evidence' } as const;
	return [{ append: { type: 'incident.noted', data } }];
}
