import { expect, test } from 'vitest';
import type { StoredPart } from '../recording/ports.ts';
import { partHeader } from '../recording/testing/factories.ts';
import { nextToSend } from './schedule.ts';

const part = (id: string, fields: Partial<StoredPart> = {}): StoredPart => ({
	...partHeader({ id }),
	stored: 10,
	storedMs: 10,
	acked: 0,
	closed: true,
	sha256: null,
	uploadUrl: null,
	verified: false,
	freed: false,
	...fields
});
const idle = { sending: false, due: true };
const live = { closed: false };

test('[C24] at most three at a time, the oldest first', () => {
	const parts = ['a', 'b', 'c', 'd'].map((id) => part(id));
	expect(nextToSend(parts, () => idle)).toEqual(['a', 'b', 'c']);
	const busy = (id: string) => ({ sending: id === 'a', due: true });
	expect(nextToSend(parts, busy)).toEqual(['b', 'c']);
});

test('[C15] live parts always, however much is left over', () => {
	const left = ['a', 'b', 'c'].map((id) => part(id));
	const parts = [...left, part('x', live), part('y', live), part('z', live)];
	expect(nextToSend(parts, () => idle)).toEqual(['x', 'y', 'z', 'a']);
	const busy = (id: string) => ({ sending: ['a', 'b', 'c'].includes(id), due: true });
	expect(nextToSend(parts, busy)).toEqual(['x', 'y', 'z']);
});

test('[C24] what waits for its time, and what is verified, is left alone', () => {
	const parts = [part('a', { verified: true }), part('b'), part('c')];
	expect(nextToSend(parts, (id) => ({ sending: false, due: id === 'c' }))).toEqual(['c']);
});
