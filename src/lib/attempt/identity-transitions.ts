// The reducer's part for who the candidate is (C6, C7, I4): a facet beside the stage. A machine accepts or is not sure;
// only a person confirms.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState, FaceFacet } from './attempt-state.ts';
import { MAX_FACE_REFUSALS, type EventData } from './events.ts';
import { already, no, yes, type Transition } from './outcome.ts';

/** C6: a machine looks at the face of nobody who has not agreed to it, and of nobody who is let off. */
export const mayLookAtFace = ({ face, frozen }: AttemptState): boolean =>
	frozen.rules.face === 'required' && face.consent?.given === true;

/**
 * C30: in the interview only by the word of whoever sits there: given on this computer, or in a login by face that has got
 * in since. Who merely knows number and digits agrees for nobody.
 */
export function mayWatchFace(state: AttemptState): boolean {
	const { consent, accepted, admitted } = state.face;
	if (!mayLookAtFace(state) || !consent) return false;
	return consent.login === null || Math.max(accepted?.at ?? 0, admitted?.at ?? 0) >= consent.at;
}

const withFace = (state: AttemptState, change: Partial<FaceFacet>): AttemptState => ({
	...state,
	face: { ...state.face, ...change }
});

/** Taken back, and given again: the last word counts, all of them stand in the log. */
export function consented(
	state: AttemptState,
	{ given, version, login }: EventData<'face.consent'>,
	at: Millis
): Transition {
	const { consent } = state.face;
	if (consent?.given === given && consent.version === version && consent.login === login)
		return already(state);
	return yes(
		withFace(state, {
			consent: { given, version, login, at },
			askedAt: askedOnceMore(state, given, at)
		})
	);
}

/** Nobody waits for a person who does not want to be looked at; whom no machine looks at any more, waits again. */
function askedOnceMore({ face }: AttemptState, given: boolean, at: Millis): Millis | null {
	if (!given) return null;
	return face.askedAt ?? (face.refusals >= MAX_FACE_REFUSALS ? at : null);
}

export function checked(
	state: AttemptState,
	{ check, verdict }: EventData<'face.checked'>,
	at: Millis
): Transition {
	if (!mayLookAtFace(state)) return no(state, 'identity.consent-needed');
	if (verdict === 'accepted')
		return yes(withFace(state, { accepted: { check, at }, refusals: 0, askedAt: null }));
	const refusals = state.face.refusals + 1;
	const asks = verdict === 'person' || refusals >= MAX_FACE_REFUSALS;
	return yes(withFace(state, { refusals, askedAt: state.face.askedAt ?? (asks ? at : null) }));
}

export const admitted = (
	state: AttemptState,
	{ check }: EventData<'face.admitted'>,
	at: Millis
): Transition => yes(withFace(state, { admitted: { check, at }, refusals: 0, askedAt: null }));

/** Also of somebody whom no machine has looked at. */
export const confirmed = (state: AttemptState): Transition =>
	state.identity === 'confirmed' ? already(state) : yes({ ...state, identity: 'confirmed' });
