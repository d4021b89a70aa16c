import { expect, test, vi } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { certainSkew, startServerClock } from './server-clock.ts';
import { testDatabase } from './testing/database.ts';

const { db } = await testDatabase();

test('[C19] the clock is the database’s, to within a quick round trip', async () => {
	const clock = await startServerClock(db, silentLog);
	const difference = clock.now() - Date.now();
	clock.stop();
	// one host in this test: the two clocks are the same
	expect(Math.abs(difference)).toBeLessThan(100);
	expect(clock.trustworthy()).toBe(true);
});

test('[C19] is not trusted while every answer was slow, and is as soon as one is quick', async () => {
	const real = performance.now.bind(performance);
	let slept = 0;
	let slow = true;
	const far = db.withPlugin({
		transformQuery: ({ node }) => node,
		transformResult({ result }) {
			// as if each answer came 600 ms later
			if (slow) slept += 600;
			return Promise.resolve(result);
		}
	});
	const spy = vi.spyOn(performance, 'now').mockImplementation(() => real() + slept);
	const clock = await startServerClock(far, silentLog);
	try {
		expect([clock.skewMs(), clock.trustworthy()]).toEqual([null, false]);
		slow = false;
		// asked again within a second, not at the next half minute
		await expect.poll(() => clock.trustworthy()).toBe(true);
		expect(Math.abs(clock.now() - Date.now())).toBeLessThan(100);
	} finally {
		clock.stop();
		spy.mockRestore();
	}
});

test.each([
	['what was measured quickly counts', 300, 4, 298],
	['backwards too', -300, 4, -298],
	['a slow answer proves nothing', 417, 900, 0],
	['a slow answer that is off by more than it may be proves that', -900, 900, -450]
])('[C19] %s', (_what, off, roundTrip, skew) => {
	expect(certainSkew({ offset: 5000 + off, roundTrip }, 5000) + 0).toBe(skew);
});
