// The faces of one attempt as a person who judges them sees them.
import type { AttemptState, KnownIncident } from '../attempt/attempt-state.ts';
import type { FaceCheckPayload, Sight } from '../attempt/event-payloads.ts';
import type { EventData } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';

export interface FacesView {
	readonly identity: AttemptState['identity'];
	readonly face: AttemptState['face'];
	readonly portrait: { readonly type: string; readonly base64: string } | null;
	/** In their order. */
	readonly checks: readonly (EventData<'face.checked'> & {
		readonly at: Millis;
		/** Null: nothing was kept, or it was erased. */
		readonly seen: FaceCheckPayload | null;
	})[];
	/** C30: the incidents of the interview that something was seen of, each once, with its strongest moment. */
	readonly noticed: readonly Noticed[];
}

/** `key`: of the projection; the review's marks have the same. */
export type Noticed = Omit<KnownIncident, 'comments' | 'toldAt'> & {
	readonly key: string;
	readonly sight: Sight;
};
