// The sitting's state as the phone knows it, and the checklist of the hour after it (P6). Pure.
import type { Millis } from '../../shared/clock.ts';
import type { PhoneState } from '../phone-state.ts';
import type { FinishView, PhoneView } from './evidence-view.ts';

/** P6: how long after the end the checklist is shown as open. */
export const CHECKLIST_MS = 60 * 60_000;

type Sitting = Pick<PhoneState, 'startsAt' | 'endsAt' | 'enteredAt' | 'startedAt' | 'endedAt'>;

/** A phone without a network goes by the clock; what ended earlier it hears when it is back. */
export function sittingState(sitting: Sitting, now: Millis): PhoneView['sitting']['state'] {
	const { startsAt, endsAt, enteredAt, endedAt } = sitting;
	if (endedAt !== null || now >= endsAt) return 'over';
	if (enteredAt === null) return 'before';
	return now >= startsAt ? 'answering' : 'waiting';
}

/** P6 */
export function finishView(
	state: Pick<PhoneState, 'endedAt' | 'manifest' | 'desktopDone' | 'published'> & Sitting,
	here: {
		readonly stopped: boolean;
		/** Every part that lies here is closed and verified; true where there is none. */
		readonly allVerified: boolean;
		/** Something keeps a part from being sent, beyond a lost network. */
		readonly failed: boolean;
	},
	now: Millis
): FinishView {
	const over = sittingState(state, now) === 'over';
	const done = here.stopped && here.allVerified && state.manifest;
	return {
		state: !over && !here.stopped ? 'not-over' : finishState(here, done),
		until: over ? (state.endedAt ?? state.endsAt) + CHECKLIST_MS : null,
		desktopDone: state.desktopDone,
		published: state.published
	};
}

function finishState(
	{ stopped, failed }: { readonly stopped: boolean; readonly failed: boolean },
	done: boolean
): FinishView['state'] {
	if (!stopped) return 'may-stop';
	if (done) return 'done';
	return failed ? 'failed' : 'uploading';
}
