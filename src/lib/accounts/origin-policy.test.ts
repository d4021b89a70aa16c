import { expect, test } from 'vitest';
import { isFromElsewhere } from './origin-policy.ts';

const OWN = 'https://exam.example.cn';
const asked = (method: string, headers: Record<string, string> = {}): boolean =>
	isFromElsewhere({ method, headers: new Headers(headers) }, OWN);

test('reading is never refused by origin', () => {
	for (const method of ['GET', 'HEAD', 'OPTIONS'])
		expect(asked(method, { origin: 'https://evil.example' })).toBe(false);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is taken from our own pages only', (method) => {
	expect(asked(method, { origin: OWN })).toBe(false);
	expect(asked(method, { origin: 'https://evil.example' })).toBe(true);
	expect(asked(method, { origin: 'null' })).toBe(true);
	expect(asked(method, { origin: 'http://exam.example.cn' })).toBe(true);
	expect(asked(method)).toBe(true);
});

test('a device without Origin needs a bearer token; a token does not excuse a foreign Origin', () => {
	expect(asked('POST', { authorization: 'Bearer abc' })).toBe(false);
	expect(asked('POST', { authorization: 'Basic abc' })).toBe(true);
	expect(asked('POST', { authorization: 'Bearer abc', origin: 'https://evil.example' })).toBe(true);
});
