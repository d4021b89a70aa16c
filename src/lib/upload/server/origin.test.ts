import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { fromSameHost } from './origin.ts';

const asks = (headers: IncomingHttpHeaders): IncomingMessage => ({ headers }) as IncomingMessage;
const direct = fromSameHost();
const behindProxy = fromSameHost({ trustForwarded: true });

test('a request without Origin is no page’s request', () => {
	expect(direct(asks({ host: 'exam.example' }))).toBe(true);
});

test('Origin is the host that was asked, port included', () => {
	expect(direct(asks({ host: 'exam.example:81', origin: 'http://exam.example:81' }))).toBe(true);
	expect(direct(asks({ host: 'exam.example', origin: 'http://exam.example:81' }))).toBe(false);
	expect(direct(asks({ host: 'exam.example', origin: 'null' }))).toBe(false);
	expect(direct(asks({ origin: 'http://exam.example' }))).toBe(false);
});

test('forwarded headers count only where a proxy of ours sets them', () => {
	const forwarded = {
		host: 'inner:3000',
		origin: 'https://exam.example',
		'x-forwarded-host': 'exam.example',
		'x-forwarded-proto': 'https'
	};
	expect(direct(asks(forwarded))).toBe(false);
	expect(behindProxy(asks(forwarded))).toBe(true);
	expect(behindProxy(asks({ ...forwarded, 'x-forwarded-proto': 'http' }))).toBe(false);
	// the nearest proxy's word is the last one
	expect(behindProxy(asks({ ...forwarded, 'x-forwarded-host': 'exam.example, evil' }))).toBe(false);
});
