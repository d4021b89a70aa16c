import { describe, expect, test } from 'vitest';
import { watermarkCode } from './watermark-code.ts';

const ATTEMPT = '00000000-0000-4000-8000-0000000000a1';

describe('[C28] the watermark’s code', () => {
	test('is the same on the paper and on the reviewer’s page, for ever', () => {
		expect(watermarkCode(ATTEMPT)).toBe('D6P16V');
	});

	test('can be read off a photograph and typed: six characters, none that is mistaken', () => {
		for (let n = 0; n < 500; n++)
			expect(watermarkCode(`attempt-${String(n)}`)).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
	});

	test('tells the attempts of an exam apart', () => {
		const codes = Array.from({ length: 2000 }, (_, n) => watermarkCode(`attempt-${String(n)}`));
		expect(new Set(codes).size).toBe(2000);
	});
});
