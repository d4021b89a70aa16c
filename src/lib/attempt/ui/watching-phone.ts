// Says while something shows the phone: only then is its picture fetched (C11).
import { untrack } from 'svelte';
import type { RoomActions } from './room-actions.ts';

/** To be attached to an element that is there as long as the phone is shown. */
export const watching =
	(actions: Pick<RoomActions, 'watchPhone'>) =>
	(_element: Element): (() => void) => {
		// what it changes must not call it again
		untrack(() => actions.watchPhone(true));
		return () => untrack(() => actions.watchPhone(false));
	};
