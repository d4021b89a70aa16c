import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSample, estimateOffset, type ClockSample } from './clock-offset.ts';

const NOBODY_KNOWS_MS = 1e12;

/** One round trip as it really was: the two ways may take differently long. */
const trip = fc.record({
	out: fc.double({ min: 0, max: 3000, noNaN: true }),
	back: fc.double({ min: 0, max: 3000, noNaN: true }),
	pause: fc.double({ min: 0, max: 10_000, noNaN: true })
});

function measure(
	trips: readonly { out: number; back: number; pause: number }[],
	trueOffset: number
): readonly ClockSample[] {
	let device = 5000;
	let samples: readonly ClockSample[] = [];
	for (const { out, back, pause } of trips) {
		const sentAt = (device += pause);
		const serverAt = Math.round(sentAt + out + trueOffset);
		const receivedAt = (device += out + back);
		samples = addSample(samples, { sentAt, receivedAt, serverAt });
	}
	return samples;
}

test('the true offset lies within the stated error, however lopsided the network', () => {
	fc.assert(
		fc.property(
			fc.array(trip, { minLength: 1, maxLength: 20 }),
			fc.integer({ min: -NOBODY_KNOWS_MS, max: NOBODY_KNOWS_MS }),
			(trips, trueOffset) => {
				const found = estimateOffset(measure(trips, trueOffset));
				if (!found) throw new Error('there were samples');
				const ROUNDING_MS = 0.51;
				expect(Math.abs(found.offsetMs - trueOffset)).toBeLessThanOrEqual(
					found.errorMs + ROUNDING_MS
				);
			}
		)
	);
});

test('the quickest of the kept round trips counts', () => {
	const samples = measure(
		[
			{ out: 400, back: 0, pause: 0 },
			{ out: 5, back: 5, pause: 0 },
			{ out: 0, back: 900, pause: 0 }
		],
		60_000
	);
	expect(estimateOffset(samples)).toEqual({ offsetMs: 60_000, errorMs: 5 });
});

test('nothing asked, nothing known', () => {
	expect(estimateOffset([])).toBeNull();
});

describe('samples', () => {
	test('old ones go, so that two clocks may drift apart slowly', () => {
		const many = measure(
			Array.from({ length: 40 }, () => ({ out: 1, back: 1, pause: 1 })),
			0
		);
		expect(many.length).toBeLessThanOrEqual(12);
	});

	test('after a suspended computer the first new answer replaces all earlier ones', () => {
		const before = measure([{ out: 1, back: 1, pause: 0 }], 0);
		const asleep = 600_000;
		const slow = { sentAt: 6000, receivedAt: 6800, serverAt: 6400 + asleep };
		expect(estimateOffset(addSample(before, slow))).toEqual({ offsetMs: asleep, errorMs: 400 });
	});

	test('one that came before it was asked is no sample', () => {
		expect(addSample([], { sentAt: 2, receivedAt: 1, serverAt: 1 })).toEqual([]);
	});
});
