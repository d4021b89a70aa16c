// How often a login may be tried. Pure: the times of earlier tries come in, the wait comes out (login-throttle.ts keeps them).
import { addressGroup } from '../shared/address-group.ts';
import type { Millis } from '../shared/clock.ts';

export const TRIES_WINDOW_MS = 10 * 60_000;
export const TRIES_PER_ACCOUNT = 5;
/** Many candidates may sit behind one address (a school, a carrier's gateway); a correct login does not count. */
export const TRIES_PER_ADDRESS = 60;

const MINUTE_MS = 60_000;

export interface TryLimit {
	/** What is counted: an account or an address, with its kind in front so that the two never meet. */
	readonly key: string;
	readonly tries: number;
}

/** The limits that one try is held against, the account first. */
export function limitsFor(account: string, address: string): readonly [TryLimit, TryLimit] {
	return [
		{ key: `account:${account}`, tries: TRIES_PER_ACCOUNT },
		{ key: `address:${addressGroup(address)}`, tries: TRIES_PER_ADDRESS }
	];
}

/**
 * @param newestFirst times of the tries on record, newest first
 * @returns milliseconds until a further try is allowed; 0 when it is now
 */
export function waitBeforeTry(newestFirst: readonly Millis[], limit: number, now: Millis): number {
	const decisive = newestFirst[limit - 1];
	return decisive === undefined ? 0 : Math.max(0, decisive + TRIES_WINDOW_MS - now);
}

/** Whole minutes to tell a person: never 0 while there is something to wait for. */
export const minutesToWait = (waitMs: number): number => Math.ceil(waitMs / MINUTE_MS);
