// I3: the warnings that still cover the candidate's sheet. Pure.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { Millis } from '../shared/clock.ts';
import type { SpokenLine } from './spoken-line.ts';

export interface WaitingWarning {
	readonly id: string;
	readonly text: string;
	readonly at: Millis;
}

/**
 * In the order in which they were given. After the end nothing can be put right any more, and what was erased cannot be
 * read: neither is shown.
 * @param state with this device's own commands, so that an acknowledgement counts before it is sent
 */
export const waitingWarnings = (
	lines: readonly SpokenLine[],
	{ warnings, ended }: Pick<AttemptState, 'warnings' | 'ended'>
): WaitingWarning[] =>
	ended
		? []
		: lines.flatMap(({ warning, text, at }) =>
				warning !== null && text !== null && warnings[warning]?.acknowledgedAt === null
					? [{ id: warning, text, at }]
					: []
			);
