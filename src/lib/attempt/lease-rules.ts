// What a device may still say once another has taken the attempt (C8): its page is shut and only uploads.
import { refuse, type Refusal } from '../shared/errors.ts';
import type { AttemptState } from './attempt-state.ts';
import type { AttemptEvent, EventType } from './events.ts';

/** Naming what it holds, and what happened on it before, stays open to it: nothing recorded may be lost. */
const AFTER_CLOSING: readonly EventType[] = [
	'manifest.closed',
	'incident.noted',
	'paper.opened',
	'question.answered',
	'help.sent'
];

/** @param lease of the device that asks, from its capability. @returns why not, if not */
export function refuseFromLease(
	state: AttemptState,
	lease: string,
	event: AttemptEvent
): Refusal | null {
	if (event.type === 'manifest.closed' && event.data.lease !== lease)
		return refuse('token.wrong-scope', 'a manifest speaks for its own lease');
	if (AFTER_CLOSING.includes(event.type) || state.leases[lease]?.open) return null;
	return refuse('attempt.lease-closed', lease);
}
