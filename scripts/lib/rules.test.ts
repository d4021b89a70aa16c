import { expect, test } from 'vitest';
import { readRules, rulesProvedIn, rulesStatedIn } from './rules.ts';

/** What the product's rules promise of what is built so far; a new issue adds its own. */
const BUILT = ['C5', 'C7', 'C9', 'C15', 'C16', 'C24'];

test('a rule is stated at the beginning of a line, not where it is mentioned', () => {
	const spec =
		'# Log\n- C15 is kept\n**LOG2** a\n### UP3\n| W4 | b |\nas C9 says\n- see C8-like SHA256';
	expect(rulesStatedIn(spec)).toEqual(['C15', 'LOG2', 'UP3', 'W4']);
});

test('a test proves the rules in brackets', () => {
	expect(rulesProvedIn(`test('[C1] [LOG2] x'); a[0]; [C1]`)).toEqual(['C1', 'LOG2']);
});

test.each(BUILT)('rule %s, built, has a test', (rule) => {
	expect(readRules().proved).toContain(rule);
});

test('every rule of docs/spec has a test', () => {
	const { stated, proved } = readRules();
	const bare = [...stated.values()].flat().filter((rule) => !proved.has(rule));
	expect(bare).toEqual([]);
});
