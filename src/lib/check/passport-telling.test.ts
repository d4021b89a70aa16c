import { expect, test } from 'vitest';
import { passportOf } from './passport-of.ts';
import { mayNoteDifference, passportToTell } from './passport-telling.ts';
import { GOOD_FACTS, SAMPLE_NEEDS } from './testing/sample-facts.ts';

const at = (checkedAt: number, device: 'desktop' | 'phone' = 'desktop') => {
	const passport = passportOf(GOOD_FACTS, SAMPLE_NEEDS, { device, salt: 's', checkedAt });
	if (!passport) throw new Error('no passport');
	return passport;
};
const NOTED = { kind: 'device-differs', track: null, times: 1, comments: 0, toldAt: 0 } as const;
const attempt = { passports: {}, ended: null } as Parameters<typeof passportToTell>[1];

test('[C4] the kept check is told once, and a newer one again', () => {
	expect(passportToTell(null, attempt)).toBeNull();
	expect(passportToTell(at(5), attempt)).toEqual(at(5));
	const told = { ...attempt, passports: { desktop: at(5) } };
	expect(passportToTell(at(5), told)).toBeNull();
	expect(passportToTell(at(4), told)).toBeNull();
	expect(passportToTell(at(6), told)).toEqual(at(6));
});

test('[C4] a phone’s check is not this computer’s, and after the end nobody needs one', () => {
	expect(passportToTell(at(5, 'phone'), attempt)).toBeNull();
	const ended = { ...attempt, ended: { at: 9, by: 'clock' } as const };
	expect(passportToTell(at(5), ended)).toBeNull();
});

test('[C31] a difference is noted once for each entry', () => {
	const noted = (from: number) => ({
		one: { ...NOTED, from, until: from }
	});
	expect(mayNoteDifference({ enteredAt: null, incidents: {} })).toBe(false);
	expect(mayNoteDifference({ enteredAt: 100, incidents: {} })).toBe(true);
	expect(mayNoteDifference({ enteredAt: 100, incidents: noted(100) })).toBe(false);
	expect(mayNoteDifference({ enteredAt: 100, incidents: noted(99) })).toBe(true);
});
