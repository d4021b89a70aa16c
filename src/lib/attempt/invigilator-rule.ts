// I4, where the exam says so: nobody enters a room before an invigilator has been present. Pure; whether one has comes in.
import type { AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';
import { entryStage } from './stage.ts';
import { entryAt } from './time-rules.ts';
import type { Millis } from '../shared/clock.ts';

export type InvigilatorAtGate = 'here' | 'awaited' | 'not-needed';

export function invigilatorAtGate(
	{ frozen }: Pick<AttemptState, 'frozen'>,
	roomIsOpen: boolean
): InvigilatorAtGate {
	if (frozen.rules.invigilator !== 'required') return 'not-needed';
	return roomIsOpen ? 'here' : 'awaited';
}

/**
 * Whether this event is an entry that time allows and the rule may forbid. An entry that a restored server is told again
 * has been: nobody is shut out because the server has forgotten who was present.
 */
export function needsInvigilator(state: AttemptState, told: AttemptEvent, now: Millis): boolean {
	const { rules } = state.frozen;
	if (rules.invigilator !== 'required' || told.type !== 'stage.confirmed') return false;
	const { stage, at } = told.data;
	const enters = stage === entryStage(rules.plan) && state.stage === stage;
	return enters && at === undefined && entryAt(state, now) === 'open';
}
