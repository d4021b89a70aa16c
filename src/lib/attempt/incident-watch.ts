// Turns what the recorder and the connection report into incidents for the log (C16, C22): said once, with their span
// once they are over. Pure; severity and grace come with the integrity domain.
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { EventData } from './events.ts';

export type NotedIncident = EventData<'incident.noted'>;

/** Spans that are open until they are over. */
export interface OpenSpan {
	readonly kind: NotedIncident['kind'];
	readonly track: Track | null;
	readonly from: Millis;
}

export interface IncidentWatch {
	/** @returns what has to be noted now: spans that have just ended */
	see(current: readonly OpenSpan[], now: Millis): NotedIncident[];
	/** Spans that are still open, noted as such (the interview is over). */
	flush(): NotedIncident[];
}

const keyOf = (span: OpenSpan): string => `${span.kind}/${span.track ?? ''}`;

export function createIncidentWatch(): IncidentWatch {
	let open = new Map<string, OpenSpan>();
	const noted = ({ kind, track, from }: OpenSpan, until: Millis | null): NotedIncident => ({
		kind,
		track,
		from,
		until
	});
	return {
		see(current, now) {
			const next = new Map(current.map((span) => [keyOf(span), open.get(keyOf(span)) ?? span]));
			const over = [...open].filter(([key]) => !next.has(key)).map(([, span]) => noted(span, now));
			open = next;
			return over;
		},
		flush() {
			const left = [...open.values()].map((span) => noted(span, null));
			open = new Map();
			return left;
		}
	};
}
