import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	limitsFor,
	minutesToWait,
	TRIES_PER_ACCOUNT,
	TRIES_WINDOW_MS,
	waitBeforeTry
} from './login-policy.ts';

test('[C7] below the limit nobody waits, at it the oldest decisive try must leave the window', () => {
	const now = 1_000_000_000;
	expect(waitBeforeTry([], 2, now)).toBe(0);
	expect(waitBeforeTry([now], 2, now)).toBe(0);
	expect(waitBeforeTry([now, now - 60_000], 2, now)).toBe(TRIES_WINDOW_MS - 60_000);
	expect(waitBeforeTry([now, now - TRIES_WINDOW_MS], 2, now)).toBe(0);
});

test('in no stretch of one window are more tries let through than the limit', () => {
	const gaps = fc.array(fc.integer({ min: 0, max: TRIES_WINDOW_MS / 3 }), { maxLength: 60 });
	fc.assert(
		fc.property(gaps, (steps) => {
			const allowed: number[] = [];
			let now = 0;
			for (const step of steps) {
				now += step;
				const newestFirst = [...allowed].reverse();
				if (waitBeforeTry(newestFirst, TRIES_PER_ACCOUNT, now) === 0) allowed.push(now);
			}
			for (const from of allowed)
				expect(
					allowed.filter((at) => at >= from && at < from + TRIES_WINDOW_MS).length
				).toBeLessThanOrEqual(TRIES_PER_ACCOUNT);
		})
	);
});

test('the wait is told in whole minutes, never 0', () => {
	expect(minutesToWait(1)).toBe(1);
	expect(minutesToWait(60_000)).toBe(1);
	expect(minutesToWait(60_001)).toBe(2);
});

test('an account named like an address is not counted as one', () => {
	const [account, address] = limitsFor('203.0.113.9', '203.0.113.9');
	expect(account.key).not.toBe(address.key);
});
