// What the desktop shows of its phone (C11, P5): the log's facet, and what the phone has said since. Pure.
import type { HeardPhone } from '../../live/wire.ts';
import type { Millis } from '../../shared/clock.ts';
import type { AttemptState } from '../attempt-state.ts';
import { phoneMissing, phoneOwesManifest } from '../phone-transitions.ts';
import type { PhoneStateView } from './room-view.ts';

/** P5: a phone says something every other second; after this long it is told to be silent. */
export const PHONE_SILENT_MS = 4500;

export function phoneStateView(
	state: AttemptState,
	heard: HeardPhone | null,
	now: Millis | null,
	beside: Pick<PhoneStateView, 'picture' | 'code'>
): PhoneStateView {
	const { evidence } = state;
	const spoken = heard !== null && evidence.boundAt !== null && heard.at >= evidence.boundAt;
	const last = spoken ? heard : null;
	const silentSince = silence(state, last, now);
	const shown = silentSince !== null ? 'silent' : stateOf(state, last);
	return {
		state: shown,
		since: silentSince ?? evidence.interruptedAt,
		boundAt: evidence.boundAt,
		heard: last,
		sweep: evidence.sweep,
		sweepNeeded: state.frozen.rules.sweep === 'required',
		ready: phoneMissing(state) === null,
		...beside
	};
}

function silence(state: AttemptState, heard: HeardPhone | null, now: Millis | null): Millis | null {
	if (state.phone !== 'filming' || now === null) return null;
	const last = Math.max(heard?.at ?? 0, state.evidence.boundAt ?? 0);
	return now - last > PHONE_SILENT_MS ? last : null;
}

function stateOf(state: AttemptState, heard: HeardPhone | null): PhoneStateView['state'] {
	if (state.phone === 'waived' || state.phone === 'unbound') return state.phone;
	if (state.phone === 'stopped') return phoneOwesManifest(state) ? 'stopped' : 'uploaded';
	const page = heard?.report.page;
	if (page === 'interrupted' || state.phone === 'interrupted') return 'interrupted';
	if (state.phone === 'filming') return 'filming';
	if (page === 'sweep') return 'sweeping';
	return page === 'place' || page === 'filming' ? 'placing' : 'checking';
}
