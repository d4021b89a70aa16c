import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIVE_ENDS } from './wire.ts';
import { faultOf, retryLiveAfter } from './rebuild-policy.ts';

const FAULTS = [...LIVE_ENDS, 'too-many', 'not-there'] as const;

describe('[I2] trying again', () => {
	test('a peer that broke is built anew within half a second, the tenth time in a row within 15 s', () => {
		expect(retryLiveAfter('failed', 1, 0.999)).toBeLessThanOrEqual(500);
		expect(retryLiveAfter('failed', 10, 0.999)).toBeLessThanOrEqual(15_000);
		expect(retryLiveAfter('failed', 10, 0)).toBeGreaterThan(5000);
	});

	test('what was refused for want of room is asked again seldom, what is forbidden never', () => {
		expect(retryLiveAfter('uplink', 1, 0)).toBeGreaterThanOrEqual(5000);
		expect(retryLiveAfter('too-many', 1, 0)).toBeGreaterThanOrEqual(5000);
		expect(retryLiveAfter('denied', 1, 0)).toBeNull();
		expect(retryLiveAfter('blind', 1, 0)).toBeNull();
	});

	test('whatever happens, how often it may: between a moment and 15 s', () => {
		const faults = fc.constantFrom(...FAULTS);
		const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
		fc.assert(
			fc.property(faults, fc.integer({ min: 1 }), random, (fault, failures, chance) => {
				const delay = retryLiveAfter(fault, failures, chance) ?? 0;
				expect(delay).toBeGreaterThanOrEqual(250);
				expect(delay).toBeLessThanOrEqual(15_000);
			})
		);
	});

	test('what the server says no to', () => {
		expect(faultOf('live.too-many')).toBe('too-many');
		expect(faultOf('live.not-there')).toBe('not-there');
		expect(faultOf('server.busy')).toBe('failed');
		expect(faultOf('access.denied')).toBe('denied');
	});
});
