import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDeskQuery } from './desk-query.ts';

const DIGITS = { kind: 'digits', anywhere: true };

test.each([
	['  测试考生甲 ', { text: '测试考生甲', kind: 'words', idEnd: null, anywhere: true }],
	['甲乙', { text: '甲乙', kind: 'words', idEnd: null, anywhere: false }],
	['12345678', { text: '12345678', kind: 'digits', idEnd: null, anywhere: true }],
	['00000019900101001', { ...DIGITS, text: '00000019900101001', idEnd: null }],
	['00000019900101001x', { ...DIGITS, text: '00000019900101001x', idEnd: '00000019900101001X' }],
	['1234567890123456789', { ...DIGITS, text: '1234567890123456789', idEnd: null }],
	['01x', { text: '01x', kind: 'digits', idEnd: null, anywhere: false }],
	['001x', { text: '001x', kind: 'digits', idEnd: '001X', anywhere: true }],
	['００１２', { text: '0012', kind: 'digits', idEnd: '0012', anywhere: true }],
	['A1234', { text: 'A1234', kind: 'words', idEnd: null, anywhere: true }],
	['Li  Na', { text: 'Li Na', kind: 'words', idEnd: null, anywhere: true }]
])('[I5] %j is looked for as %j', (typed, query) => {
	expect(readDeskQuery(typed)).toEqual(query);
});

test.each(['', ' ', '甲', '7', 'x\0y', 'a'.repeat(101), 'ab\uD800'])(
	'[I5] %j is not looked for',
	(typed) => {
		expect(readDeskQuery(typed)).toBeNull();
	}
);

test('[I5] only four digits, or all eighteen, look through ID numbers', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9xX ]{0,20}$/)), (typed) => {
			const query = readDeskQuery(typed);
			if (query?.idEnd) expect(query.idEnd).toMatch(/^(\d{3}|\d{17})[\dX]$/);
		})
	);
});
