import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../attempt/rules.ts';
import { expectedBytes } from './space.ts';

test('[C15] a 30-minute sitting of 200 candidates reserves about 150 GB, copies and waiting included', () => {
	const sitting = { candidates: 200, startsAt: 0, endsAt: 30 * 60_000, rules: DEFAULT_RULES };
	expect(expectedBytes(sitting) / 1e9).toBeCloseTo(150.9, 1);
});

test('[C15] a phone that films from the login on is counted too: 200 of them about 118 GB more', () => {
	const sitting = { candidates: 200, startsAt: 0, endsAt: 30 * 60_000, rules: DEFAULT_RULES };
	const rules = { ...DEFAULT_RULES, phone: 'required' as const };
	const phones = expectedBytes({ ...sitting, rules }) - expectedBytes(sitting);
	expect(phones / 1e9).toBeCloseTo(118.4, 1);
	const early = { ...rules, loginOpensBeforeMs: 2 * rules.loginOpensBeforeMs };
	const longer = expectedBytes({ ...sitting, rules: early }) - expectedBytes(sitting);
	expect(longer / phones).toBeCloseTo(1.5, 6);
});
