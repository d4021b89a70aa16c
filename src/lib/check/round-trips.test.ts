import { expect, test } from 'vitest';
import { latencyOf } from './round-trips.ts';

const sample = (at: number, trip: number, serverAhead: number) => ({
	...{ sentAt: at, receivedAt: at + trip },
	serverAt: at + trip / 2 + serverAhead
});

test('[C4] the median is the latency, the mean step the jitter, the quickest trip tells the clock', () => {
	const trips = [30, 10, 20, 40];
	const samples = trips.map((trip, n) => sample(1000 * n, trip, trip === 10 ? -4000 : -3990));
	expect(latencyOf(samples)).toEqual({
		latencyMs: 25,
		jitterMs: 16.7,
		clockAheadMs: 4000
	});
});

test('[C4] one trip has no jitter, none has nothing to tell', () => {
	expect(latencyOf([sample(0, 8, 120)])).toEqual({ latencyMs: 8, jitterMs: 0, clockAheadMs: -120 });
	expect(latencyOf([])).toBeNull();
});
