import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { clientAddress, settleForwarded, type ProxyTrust } from './forwarded.ts';
import { isSameOrigin } from './same-origin.ts';

const PROXY = '10.0.0.2';
const asked = (headers: Record<string, string>, encrypted = false): IncomingMessage =>
	({
		headers: { host: 'inner:3000', ...headers },
		socket: { remoteAddress: PROXY, ...(encrypted && { encrypted }) }
	}) as unknown as IncomingMessage;
const settled = (headers: Record<string, string>, trust: ProxyTrust) => {
	const request = asked(headers);
	settleForwarded(request, trust);
	return request;
};
const direct: ProxyTrust = { TRUST_PROXY: false, PROXY_HOPS: 1 };
const behindOne: ProxyTrust = { TRUST_PROXY: true, PROXY_HOPS: 1 };
const behindTwo: ProxyTrust = { TRUST_PROXY: true, PROXY_HOPS: 2 };
const said = {
	'x-forwarded-for': '1.1.1.1, 203.0.113.7',
	'x-forwarded-host': 'exam.example.cn',
	'x-forwarded-proto': 'https',
	'x-client-address': '1.1.1.1'
};

describe('without a proxy', () => {
	test('a client chooses neither its address nor the host nor the scheme', () => {
		const { headers } = settled(said, direct);
		expect(headers).toMatchObject({ 'x-client-address': PROXY, 'x-forwarded-proto': 'http' });
		expect(headers).not.toHaveProperty('x-forwarded-host');
	});

	test('a connection that is encrypted is https', () => {
		const request = asked({}, true);
		settleForwarded(request, direct);
		expect(request.headers['x-forwarded-proto']).toBe('https');
	});
});

describe('behind a proxy', () => {
	test('each client has its own address, the one that the proxy saw', () => {
		const { headers } = settled(said, behindOne);
		expect(headers).toMatchObject({ ...said, 'x-client-address': '203.0.113.7' });
		expect(clientAddress(asked({ 'x-forwarded-for': '2001:db8::1' }), behindOne)).toBe(
			'2001:db8::1'
		);
	});

	test('two of them: the outer one saw the client', () => {
		const through = { 'x-forwarded-for': '1.1.1.1, 203.0.113.7, 10.0.0.1' };
		expect(clientAddress(asked(through), behindTwo)).toBe('203.0.113.7');
		expect(settled(said, behindTwo).headers['x-forwarded-host']).toBe('exam.example.cn');
	});

	test('what is no address, or was asked past the proxies, counts as the connection’s', () => {
		for (const nonsense of ['unknown', '', "'; drop table", '1.1.1.1,'])
			expect(clientAddress(asked({ 'x-forwarded-for': nonsense }), behindOne)).toBe(PROXY);
		expect(clientAddress(asked({ 'x-forwarded-for': '1.1.1.1' }), behindTwo)).toBe(PROXY);
		expect(settled({}, behindOne).headers['x-client-address']).toBe(PROXY);
	});

	test('a page comes from the host that the proxy names, also when Host was rewritten', () => {
		const origin = { origin: 'https://exam.example.cn' };
		expect(isSameOrigin(settled({ ...said, ...origin }, behindOne), true)).toBe(true);
		const forged = { ...origin, 'x-forwarded-host': 'exam.example.cn, real.example.cn' };
		expect(isSameOrigin(settled(forged, behindOne), true)).toBe(false);
	});
});
