// Whether an attempt of this browser still needs it: the entry page leads back to it (C1), a new version waits for it (C3).
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';

/** An attempt that never arrives must not keep an old version for ever: the newer one may be what mends it. */
const HOLDS_VERSION_FOR_MS = 24 * 60 * 60_000;

/** Entered, and not everything of it has been received. */
export const isUnfinished = ({ enteredAt, stage }: AttemptState): boolean =>
	enteredAt !== null && stage !== 'done';

/** C3: no other version of the program takes over meanwhile. */
export const holdsVersion = (state: AttemptState, now: Millis): boolean =>
	isUnfinished(state) && now < state.frozen.endsAt + HOLDS_VERSION_FOR_MS;
