import { expect, test } from 'vitest';
import { maskName, maskNumber } from './masking.ts';

test('[C20] a name shows its first and last letter', () => {
	expect(maskName('测试考生甲')).toBe('测***甲');
	expect(maskName('甲乙')).toBe('甲*');
	expect(maskName('甲')).toBe('甲');
});

test('[C20] a number shows its two ends', () => {
	expect(maskNumber('202600000017')).toBe('2026****0017');
	expect(maskNumber('17')).toBe('17');
});
