// Where a conversation stands, out of the attempt's projection and what its computer has echoed (I3). Pure.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { Standing } from './conversation.ts';

/** @param told the furthest line that the candidate's computer has said it was told */
export const standingOf = (
	{ seenSeq, warnings, ended }: Pick<AttemptState, 'seenSeq' | 'warnings' | 'ended'>,
	told: number
): Standing => ({
	delivered: told,
	seen: seenSeq,
	acknowledged: Object.fromEntries(
		Object.entries(warnings).flatMap(([id, { acknowledgedAt }]) =>
			acknowledgedAt === null ? [] : [[id, acknowledgedAt]]
		)
	),
	ended: ended !== null
});
