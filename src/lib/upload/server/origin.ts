// A foreign page cannot add a bearer token, so this is the second lock: Origin, where there is one, is our own host.
import type { IncomingMessage } from 'node:http';

export type OriginRule = (req: IncomingMessage) => boolean;

const lastOf = (value: string | string[] | undefined): string | undefined =>
	(Array.isArray(value) ? value.join(',') : value)?.split(',').at(-1)?.trim();

/** @param trustForwarded a proxy of ours sets x-forwarded-host and x-forwarded-proto; otherwise anybody could */
export function fromSameHost({ trustForwarded = false } = {}): OriginRule {
	return ({ headers }) => {
		if (headers.origin === undefined) return true;
		if (!URL.canParse(headers.origin)) return false;
		const origin = new URL(headers.origin);
		if (!trustForwarded) return origin.host === headers.host;
		const proto = lastOf(headers['x-forwarded-proto']);
		const host = lastOf(headers['x-forwarded-host']) ?? headers.host;
		return origin.host === host && (proto === undefined || origin.protocol === `${proto}:`);
	};
}
