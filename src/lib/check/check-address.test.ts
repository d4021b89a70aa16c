import { expect, test } from 'vitest';
import { backPath, cameFrom, checkPath } from './check-address.ts';

test.for([
	[{ exam: null, interview: false }, '/check', '/'],
	[{ exam: 'SL2026', interview: false }, '/check?exam=SL2026', '/e/SL2026'],
	[{ exam: 'a b&c', interview: true }, '/check?exam=a+b%26c&from=interview', '/interview'],
	[{ exam: null, interview: true }, '/check?from=interview', '/interview']
] as const)('[C4] from %j there and back', ([from, there, back]) => {
	expect(checkPath(from)).toBe(there);
	expect(cameFrom(new URL(there, 'https://x').searchParams)).toEqual(from);
	expect(backPath(from)).toBe(back);
});

test('[C4] whatever an address says, the way back is a page of ours', () => {
	const query = new URLSearchParams({ exam: '//evil.example', from: 'https://evil.example' });
	expect(backPath(cameFrom(query))).toBe('/e/%2F%2Fevil.example');
});
