// What the device believes while the server has not answered: the server's last state, then its own unacknowledged
// commands, then what the clock has made due. The same reducer as on the server; the server's word replaces it.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';
import { entryStage } from './stage.ts';
import { dueEvents } from './time-rules.ts';
import { transition } from './transition.ts';

export interface PendingEvent {
	readonly event: AttemptEvent;
	readonly clientAt: Millis;
}

export function projectLocally(
	state: AttemptState,
	pending: readonly PendingEvent[],
	now: Millis
): AttemptState {
	let local = state;
	for (const { event, clientAt } of pending) {
		// entry is the server's to grant: nothing here moves before it has
		if (isEntry(state, event)) continue;
		// stamped before the device knew the time: it cannot have happened later than now
		const at = Math.min(clientAt, now);
		for (const due of dueEvents(local, at)) local = transition(local, due, at).state;
		local = transition(local, event, at).state;
	}
	for (const due of dueEvents(local, now)) local = transition(local, due, now).state;
	return local;
}

const isEntry = ({ frozen }: AttemptState, { type, data }: AttemptEvent): boolean =>
	type === 'stage.confirmed' && data.stage === entryStage(frozen.rules.plan);
