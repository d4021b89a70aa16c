// The draw of lots (C12) as an attempt sees it: the number as an event, and the candidate's own proof.
import type { Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { OwnLot } from '../device-view.ts';
import type { AttemptEvent } from '../events.ts';

/** What an attempt needs of the draw (C12); `exam/server/lot.service.ts`. Refused while there is none. */
export interface Lots {
	drawOf(attempt: string): Promise<
		Result<
			{
				readonly room: string;
				readonly leaf: string;
				readonly salt: string;
				/** Null until the public value is announced. */
				readonly number: number | null;
				readonly of: number;
				readonly commitment: string;
				readonly frozenAt: number;
			},
			Refusal
		>
	>;
}

export function attemptLots(lots: Lots) {
	/** The number that the draw gives, as an event; null while the draw is not fixed. */
	async function event(attempt: string, by: 'candidate' | 'entry'): Promise<AttemptEvent | null> {
		const draw = await lots.drawOf(attempt);
		if (!draw.ok || draw.value.number === null) return null;
		const { number, of } = draw.value;
		return { type: 'lot.drawn', data: { number, of, by } };
	}

	return {
		event,

		/** Undrawn at entry, it is turned up automatically. Whether this confirmation is the entry, the writer sees. */
		async atEntry(attempt: string, { type }: AttemptEvent): Promise<AttemptEvent | null> {
			return type === 'stage.confirmed' ? event(attempt, 'entry') : null;
		},

		async own(attempt: string): Promise<OwnLot | null> {
			const draw = await lots.drawOf(attempt);
			if (!draw.ok) return null;
			const { room, leaf, salt, number, of, commitment, frozenAt } = draw.value;
			return { room, leaf, salt, of, commitment, committedAt: frozenAt, ready: number !== null };
		}
	};
}
