// What the desktop shows of its phone (C11, P5): the log's facet, and what the phone has said since. Pure.
import type { HeardPhone } from '../../live/wire.ts';
import type { Millis } from '../../shared/clock.ts';
import { missingParts, type AttemptState } from '../attempt-state.ts';
import { phoneMissing, phoneOwesManifest } from '../phone-transitions.ts';
import type { PhoneOnReceipt } from './receipt-view.ts';
import type { PhoneStateView } from './room-view.ts';

/** P5: a phone says something every other second; after this long it is told to be silent. */
export const PHONE_SILENT_MS = 4500;

export interface PhoneFacts extends Pick<PhoneStateView, 'picture' | 'code'> {
	readonly heard: HeardPhone | null;
	/** Server time; null = not known yet. */
	readonly now: Millis | null;
	/** Since when this computer could have heard of the phone; null = its own connection is lost. */
	readonly listeningSince: Millis | null;
}

export function phoneStateView(state: AttemptState, facts: PhoneFacts): PhoneStateView {
	const { evidence } = state;
	const { heard, picture, code } = facts;
	const spoken = heard !== null && evidence.boundAt !== null && heard.at >= evidence.boundAt;
	const last = spoken ? heard : null;
	const silentSince = silence(state, last, facts);
	return {
		state: silentSince !== null ? 'silent' : stateOf(state, last),
		since: silentSince ?? evidence.interruptedAt,
		cutOff: facts.listeningSince === null,
		waived: state.phoneWaived || state.frozen.rules.phone === 'waived',
		missingParts: missingFilm(state),
		boundAt: evidence.boundAt,
		heard: last,
		sweep: evidence.sweep,
		sweepNeeded: state.frozen.rules.sweep === 'required',
		ready: phoneMissing(state) === null,
		picture,
		code
	};
}

/** Since when nothing is heard of a phone that should speak; null = it speaks, or nothing is expected of it. */
function silence(
	{ phone, evidence }: AttemptState,
	heard: HeardPhone | null,
	{ now, listeningSince }: PhoneFacts
): Millis | null {
	if (now === null || phone === 'waived' || phone === 'unbound' || phone === 'stopped') return null;
	// it said itself that it does not film, or the server has said so: since when is known better than by silence
	const known = heard === null || heard.report.page === 'interrupted';
	if (phone === 'interrupted' && known) return null;
	// just bound, its page is still opening
	if (phone === 'bound' && heard === null) return null;
	if (listeningSince === null) return heard?.at ?? evidence.boundAt;
	const last = Math.max(heard?.at ?? 0, evidence.boundAt ?? 0);
	// after a reload or a lost connection the next word may take its time
	return now - Math.max(last, listeningSince) > PHONE_SILENT_MS ? last : null;
}

function stateOf(state: AttemptState, heard: HeardPhone | null): PhoneStateView['state'] {
	if (state.phone === 'waived' || state.phone === 'unbound') return state.phone;
	if (state.phone === 'stopped')
		return phoneOwesManifest(state) || missingFilm(state) > 0 ? 'stopped' : 'uploaded';
	const page = heard?.report.page;
	if (page === 'interrupted' || state.phone === 'interrupted') return 'interrupted';
	if (state.phone === 'filming') return 'filming';
	if (page === 'sweep') return 'sweeping';
	return page === 'place' || page === 'filming' ? 'placing' : 'checking';
}

const missingFilm = (state: AttemptState): number =>
	missingParts(state).filter((id) => state.parts[id]?.track === 'evidence').length;

/** C24: film counts also where the phone was waived afterwards; without film all is well only where none was asked for. */
export function phoneOnReceipt(state: AttemptState): PhoneOnReceipt | null {
	const owes = phoneOwesManifest(state);
	const filmed = owes || Object.values(state.parts).some(({ track }) => track === 'evidence');
	if (filmed) return owes || missingFilm(state) > 0 ? 'incomplete' : 'uploaded';
	if (state.frozen.rules.phone === 'waived') return null;
	return state.phoneWaived ? 'waived' : 'incomplete';
}
