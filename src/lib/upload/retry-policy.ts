// How long to wait after which failure. Nothing is ever given up: what cannot be sent today is sent at the next visit.
import { backoffDelay, type BackoffPolicy } from '../shared/backoff.ts';
import type { ErrorCode } from '../shared/errors.ts';

/** No further try has a point before somebody has done something (a new token): the loop halts and tells. */
const HALTING: readonly ErrorCode[] = ['token.invalid', 'token.wrong-scope', 'access.bad-origin'];

export const halts = (code: ErrorCode): boolean => HALTING.includes(code);

const NETWORK: BackoffPolicy = { firstMs: 500, maxMs: 8000 };
/** 507: 10–30 s between tries, so that many devices do not keep a full disk busy. */
const STORAGE_FULL: BackoffPolicy = { firstMs: 20_000, maxMs: 30_000 };
/** The server refuses what we say: that will hardly change, but a repaired server finishes it by itself. */
const REFUSED: BackoffPolicy = { firstMs: 4000, maxMs: 60_000 };

const TRANSIENT: readonly ErrorCode[] = [
	'server.unreachable',
	'server.busy',
	'server.fault',
	'part.incomplete',
	'part.wrong-offset',
	'part.not-found'
];

/** @param random in [0, 1) @returns ms */
export function retryDelay(code: ErrorCode, failures: number, random: number): number {
	return backoffDelay(policyOf(code), failures, random);
}

function policyOf(code: ErrorCode): BackoffPolicy {
	if (code === 'storage.full') return STORAGE_FULL;
	return TRANSIENT.includes(code) ? NETWORK : REFUSED;
}
