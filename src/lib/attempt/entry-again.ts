// After a restored backup a device tells its entry again, perhaps long after entry has closed. It is judged by when it
// happened (C9): nobody is shut out, nor loses what they answered, because the server has forgotten them.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';
import { entryStage } from './stage.ts';
import { entryOpensAt, firstLoginClosesAt } from './time-rules.ts';

/** A device's estimate of the server's clock may be early by this much. */
const CLOCK_SLACK_MS = 2000;

/**
 * @param restoredAt when the server's present epoch began with a restored backup; null = it never was
 * @returns the event, with `at` when it is an entry of before that, made while entry was open, or the leaving of the phone's
 *   page
 */
export function entryToldAgain(
	{ frozen }: AttemptState,
	event: AttemptEvent,
	clientAt: Millis,
	restoredAt: Millis | null
): AttemptEvent {
	if (event.type !== 'stage.confirmed') return event;
	const { stage } = event.data;
	// the phone may tell it that it films only after this (C11)
	if (stage === 'phone' && restoredAt !== null && clientAt < restoredAt)
		return { ...event, data: { stage, at: clientAt } };
	if (stage !== entryStage(frozen.rules.plan)) return event;
	const opensAt = entryOpensAt(frozen, frozen.rules);
	const until = Math.min(restoredAt ?? -Infinity, firstLoginClosesAt(frozen, frozen.rules));
	if (clientAt < opensAt - CLOCK_SLACK_MS || clientAt >= until) return event;
	return { ...event, data: { stage, at: Math.max(opensAt, clientAt) } };
}
