// How often a login may be tried. Pure: the times of earlier tries come in, the wait comes out (login-throttle.ts keeps them).
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

const IPV6_NETWORK_GROUPS = 4;

/** One household holds a whole IPv6 /64; and an IPv4 address may come in IPv6 clothes. */
export function addressGroup(address: string): string {
	const bare = (address.split('%')[0] ?? '').toLowerCase();
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
	if (mapped !== undefined) return mapped;
	if (!bare.includes(':')) return bare;
	return `${expandIpv6(bare).slice(0, IPV6_NETWORK_GROUPS).join(':')}::/64`;
}

function expandIpv6(address: string): string[] {
	const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
	const [left = '', right] = address.split('::');
	if (right === undefined) return groups(left);
	const [head, tail] = [groups(left), groups(right)];
	const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
	return [...head, ...zeros, ...tail];
}
