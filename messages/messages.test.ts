import { expect, test } from 'vitest';
import { ERRORS } from '../src/lib/shared/errors.ts';
import en from './en/index.ts';
import zh from './zh-CN/index.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test('both languages have the same messages with the same placeholders', () => {
	expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
	for (const [key, text] of Object.entries(zh))
		expect(placeholders(en[key as keyof typeof en]), key).toEqual(placeholders(text));
});

test('every error code has its message', () => {
	for (const code of Object.keys(ERRORS)) expect(zh).toHaveProperty([`error.${code}`]);
});

test('no message is empty', () => {
	for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe('');
});
