// When somebody who watches tries again (I2). A peer that broke is built anew, sooner the first times; what the device or
// the server has said no to is asked again seldom; what this person may not see, never.
import { backoffDelay } from '../shared/backoff.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { LIVE_ENDS } from './wire.ts';

/** `blind`: this page has no connection to the server. */
export type LiveFault = (typeof LIVE_ENDS)[number] | 'too-many' | 'not-there' | 'denied' | 'blind';

/** From the first question to the connected peer; then it counts as failed. */
export const CONNECTS_WITHIN_MS = 12_000;
/** So long it has to be live for its past failures to be forgotten. */
export const FORGETS_AFTER_MS = 10_000;

const BROKEN = { firstMs: 500, maxMs: 15_000 };
const ABSENT = { firstMs: 2000, maxMs: 15_000 };
const REFUSED = { firstMs: 10_000, maxMs: 15_000 };

/**
 * @param failures in a row, this one included
 * @param random in [0, 1)
 * @returns ms to wait; null: not by itself
 */
export function retryLiveAfter(fault: LiveFault, failures: number, random: number): number | null {
	if (fault === 'denied' || fault === 'blind') return null;
	if (fault === 'uplink' || fault === 'too-many') return backoffDelay(REFUSED, failures, random);
	return backoffDelay(fault === 'not-there' ? ABSENT : BROKEN, failures, random);
}

export function faultOf(code: ErrorCode): LiveFault {
	if (code === 'live.too-many') return 'too-many';
	if (code === 'live.not-there') return 'not-there';
	return code === 'server.busy' ? 'failed' : 'denied';
}
