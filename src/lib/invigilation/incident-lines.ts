// What was said to an incident, by the lines of the log: by the candidate, and by the people who judged it. Pure.
import type { Verdict } from '../attempt/events.ts';
import { loggedEvent } from '../attempt/logged-event.ts';
import type { CandidateLine } from './candidate-view.ts';

/** In their order; one without a text was erased. */
export const commentsOn = (lines: readonly CandidateLine[], key: string): CandidateLine[] =>
	lines.filter(({ type, data }) => type === 'incident.commented' && data['incident'] === key);

export interface JudgedBy {
	readonly line: CandidateLine;
	readonly verdict: Verdict;
	readonly review: boolean;
}

/** In their order: the last word stands. */
export const judgementsOf = (lines: readonly CandidateLine[], key: string): JudgedBy[] =>
	lines.flatMap((line) => {
		const event = loggedEvent(line);
		if (event?.type !== 'incident.judged' || event.data.incident !== key) return [];
		return [{ line, verdict: event.data.verdict, review: event.data.review }];
	});
