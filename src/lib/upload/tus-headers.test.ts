import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { decodeMetadata, encodeMetadata } from './protocol.ts';
import { bearerToken, routeOf, wholeNumber } from './tus-headers.ts';

const id = randomUUID();

test('a number is whole, not negative and within what a double holds', () => {
	expect(wholeNumber(undefined)).toBeUndefined();
	expect(wholeNumber('0')).toBe(0);
	expect(wholeNumber('999999999999999')).toBe(999_999_999_999_999);
	for (const bad of ['', '-1', '1.5', '1e3', ' 1', '0x1', '9999999999999999', ['1', '2']])
		expect(wholeNumber(bad)).toBeNull();
});

test('only the three addresses lead somewhere', () => {
	expect(routeOf('')).toEqual({ to: 'root' });
	expect(routeOf(`/${id}`)).toEqual({ to: 'part', part: id });
	expect(routeOf(`/${id}/finish`)).toEqual({ to: 'finish', part: id });
	for (const bad of [`/${id.toUpperCase()}`, `/${id}/`, `/${id}.json`, '/../x', `/x/${id}`])
		expect(routeOf(bad)).toEqual({ to: 'nowhere' });
});

test('a token is what follows Bearer', () => {
	expect(bearerToken({ authorization: 'Bearer abc' })).toBe('abc');
	expect(bearerToken({ authorization: 'Basic abc' })).toBeNull();
	expect(bearerToken({ authorization: 'Bearer ' })).toBeNull();
	expect(bearerToken({})).toBeNull();
});

test('a header survives its way through the metadata, in any script', () => {
	const header = {
		id,
		attempt: randomUUID(),
		lease: randomUUID(),
		track: 'screen' as const,
		mime: 'video/webm;codecs=vp9',
		startedAt: 1,
		width: 1280,
		height: 720,
		bitsPerSecond: 400_000,
		source: '屏幕 1 — é 😀'
	};
	expect(decodeMetadata(encodeMetadata(header))).toEqual(header);
	expect(decodeMetadata(`filename eA==, ${encodeMetadata(header)}`)).toEqual(header);
	for (const bad of ['', 'header', 'header ***', 'header e30=', 'other eA==', 'header /w=='])
		expect(decodeMetadata(bad)).toBeNull();
});
