import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFaultAt } from './json-fault.ts';

const isJson = (text: string): boolean => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

test('agrees with the engine on what is JSON', () => {
	fc.assert(
		fc.property(
			fc.json(),
			fc.nat(),
			fc.constantFrom('', ',', '"', '}', ']', '{', ':', '1', '\\', 'x', '\n', '.', '-', 'true'),
			fc.nat(2),
			(json, position, junk, cut) => {
				const at = position % (json.length + 1);
				const text = json.slice(0, at) + junk + json.slice(at + cut);
				expect(jsonFaultAt(text) === null).toBe(isJson(text));
			}
		),
		{ numRuns: 1500 }
	);
});

test.each([
	['{"a": x}', 6],
	['{"a": 1,}', 8],
	['{"a": 1 "b": 2}', 8],
	['[1, 2', 5],
	['{"a": "b\nc"}', 8],
	['[01]', 1],
	['{} {}', 3],
	['["\\x"]', 2],
	['', 0]
])('%j stops being JSON at %d', (text, at) => {
	expect(jsonFaultAt(text)).toBe(at);
});
