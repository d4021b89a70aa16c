// The mock's rehearsal: what was tried and seen to work. The log tells where it can, so that a cable that was really
// pulled counts as well as the button. Pure.
import type { Millis } from '../../shared/clock.ts';
import type { AttemptState } from '../attempt-state.ts';
import { isBefore } from '../stage.ts';
import { REHEARSAL_STEPS, type RehearsalStep, type RehearsalView } from './room-view.ts';

/** 【断网 20 秒】. Longer than the page needs to notice a dead connection. */
export const REHEARSAL_CUT_MS = 20_000;

export interface RehearsalFacts {
	readonly state: Pick<AttemptState, 'frozen' | 'stage' | 'noticed'>;
	/** The way to the server is lost at this moment, for whatever reason. */
	readonly lost: boolean;
	readonly cutUntil: Millis | null;
	/** The candidate's own film has been played on this page. */
	readonly played: boolean;
}

type StepState = RehearsalView['steps'][number]['state'];

/** @returns null in a formal sitting: there nothing is rehearsed */
export function rehearsalView(facts: RehearsalFacts): RehearsalView | null {
	if (facts.state.frozen.kind !== 'mock') return null;
	const steps = REHEARSAL_STEPS.map((step) => ({ step, state: stateOf(step, facts) }));
	return { steps, cutUntil: facts.cutUntil };
}

function stateOf(
	step: RehearsalStep,
	{ state, lost, cutUntil, played }: RehearsalFacts
): StepState {
	switch (step) {
		case 'network':
			if ((state.noticed['connection-lost'] ?? 0) > 0) return 'done';
			return (lost || cutUntil !== null) && isBefore(state.stage, 'upload') ? 'running' : 'open';
		case 'reload':
			return (state.noticed['page-reloaded'] ?? 0) > 0 ? 'done' : 'open';
		case 'play':
			return played ? 'done' : 'open';
		case 'upload':
			if (state.stage === 'done') return 'done';
			return state.stage === 'upload' ? 'running' : 'open';
	}
}

/** What was not tried, or has not worked yet; nothing: ready. */
export const notRehearsed = ({ steps }: RehearsalView): RehearsalStep[] =>
	steps.filter(({ state }) => state !== 'done').map(({ step }) => step);
