// What a proxy in front says about a request (x-forwarded-*), believed only when the operator says that there is one.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Config } from './config.ts';

export type ProxyTrust = Pick<Config, 'TRUST_PROXY' | 'PROXY_HOPS'>;

/** Only ever written here; adapter-node reads the client's address from it (server.js). */
export const ADDRESS_HEADER = 'x-client-address';

/** The network address of whoever asks, for limits and the audit log. */
export function clientAddress(request: IncomingMessage, trust: ProxyTrust): string {
	const said = saidByProxy(request, 'x-forwarded-for', trust);
	return said !== undefined && isIP(said) ? said : (request.socket.remoteAddress ?? '');
}

/** From here on the headers say what is believed, whoever reads them: Kit's adapter does, and `isSameOrigin`. */
export function settleForwarded(request: IncomingMessage, trust: ProxyTrust): void {
	const { headers } = request;
	const proto = saidByProxy(request, 'x-forwarded-proto', trust);
	const host = saidByProxy(request, 'x-forwarded-host', trust);
	headers[ADDRESS_HEADER] = clientAddress(request, trust);
	headers['x-forwarded-proto'] = proto ?? ('encrypted' in request.socket ? 'https' : 'http');
	if (host === undefined) delete headers['x-forwarded-host'];
	else headers['x-forwarded-host'] = host;
}

/**
 * Each proxy adds on the right: what stands further left than our own reach was written by the client. A list that is
 * shorter than that comes from a proxy which sets the header instead of adding to it, except for the address, where
 * every proxy adds.
 */
function saidByProxy(
	request: IncomingMessage,
	name: string,
	{ TRUST_PROXY, PROXY_HOPS }: ProxyTrust
): string | undefined {
	const value = request.headers[name];
	if (!TRUST_PROXY || value === undefined) return undefined;
	const said = String(value).split(',');
	const own =
		name === 'x-forwarded-for' ? said.length - PROXY_HOPS : Math.max(0, said.length - PROXY_HOPS);
	return said[own]?.trim() || undefined;
}
