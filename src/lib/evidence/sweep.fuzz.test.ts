// Any honest turn is seen whole; half of one, or none, never is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sectorsOf, samplesOf, swept, type TurnPlan } from './testing/turns.ts';

const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const phone = fc.record({
	hz: degrees(5, 60),
	from: degrees(0, 360),
	noise: degrees(0, 2),
	seed: fc.integer()
});
const direction = fc.constantFrom(1, -1);
/** Far beyond what a person may do within one sample. */
const leap = fc.record({
	at: fc.integer({ min: 500, max: 12_000 }),
	degrees: fc.tuple(degrees(60, 180), direction).map(([size, sign]) => size * sign)
});
const gap = fc.record({
	at: fc.integer({ min: 500, max: 12_000 }),
	ms: fc.integer({ min: 100, max: 1_000 })
});

/** Quicker and slower as it goes, never beyond 40°/s, then it stands. */
const smooth = (way: number, speed: number, until: number) => (ms: number) => {
	const turned = (speed * (ms - 300 * Math.sin(ms / 3_000))) / 1000;
	return way * Math.min(until, Math.max(0, turned));
};
const msOf = (speed: number, until: number): number => (until / speed) * 1000 + 600;

/** Two of these within this time cannot be told apart from a person's own turning. */
const NEAR_MS = 1_700;
const apart = (times: readonly number[]): boolean => {
	const sorted = times.toSorted((a, b) => a - b);
	return sorted.every((at, i) => i === 0 || at - (sorted[i - 1] ?? 0) > NEAR_MS);
};
const faults = fc
	.record({ leaps: fc.array(leap, { maxLength: 3 }), gaps: fc.array(gap, { maxLength: 3 }) })
	.filter(({ leaps, gaps }) => apart([...leaps, ...gaps].map(({ at }) => at)));

describe('[P3] sweep', () => {
	test('a smooth full turn, either way, at any rate, with noise, leaps, gaps and wrap-arounds, sees all 12', () => {
		fc.assert(
			fc.property(phone, faults, direction, degrees(10, 33), (given, bad, way, speed) => {
				// no gap at the very end
				const ms = Math.max(13_500, msOf(speed, 375));
				const plan: TurnPlan = { ...given, ...bad, turned: smooth(way, speed, 375), ms };
				expect(swept(samplesOf(plan))).toMatchObject({ done: true });
			}),
			{ numRuns: 300 }
		);
	});

	test('whatever the sensor does meanwhile, going on turning ends it', () => {
		const anything = fc.record({
			leaps: fc.array(fc.record({ at: fc.nat(12_000), degrees: degrees(-180, 180) }), {
				maxLength: 3
			}),
			gaps: fc.array(fc.record({ at: fc.nat(12_000), ms: fc.nat(4_000) }), { maxLength: 3 })
		});
		fc.assert(
			fc.property(phone, anything, direction, degrees(10, 36), (given, bad, way, speed) => {
				const ms = 16_000 + msOf(speed, 720);
				const plan: TurnPlan = { ...given, ...bad, turned: smooth(way, speed, Infinity), ms };
				expect(swept(samplesOf(plan))).toMatchObject({ done: true });
			})
		);
	});

	test('half a turn, however often to and fro, never does', () => {
		const rocking = fc.record({ sway: degrees(20, 180), period: degrees(10_000, 40_000) });
		const leaps = fc.array(leap, { maxLength: 3 }).filter((all) => apart(all.map(({ at }) => at)));
		fc.assert(
			fc.property(phone, leaps, rocking, direction, (given, bad, { sway, period }, way) => {
				const turned = (ms: number): number =>
					(way * sway * (1 - Math.cos((2 * Math.PI * ms) / period))) / 2;
				const end = swept(samplesOf({ ...given, leaps: bad, turned, ms: 90_000 }));
				expect(end.done).toBe(false);
				expect(sectorsOf(end)).toBeLessThan(10);
			}),
			{ numRuns: 60 }
		);
	});

	test('a phone that spins on a table never does, whatever it says', () => {
		fc.assert(
			fc.property(phone, degrees(0, 0.69), degrees(5, 200), (given, upright, speed) => {
				const turned = (ms: number): number => (ms * speed) / 1000;
				const end = swept(samplesOf({ ...given, upright, turned, ms: 60_000 }));
				expect(end).toMatchObject({ done: false, advice: 'upright', heading: null });
				expect(sectorsOf(end)).toBe(0);
			}),
			{ numRuns: 60 }
		);
	});

	test('spinning faster than a film can follow never does, and says so', () => {
		fc.assert(
			fc.property(phone, direction, degrees(65, 600), (given, way, speed) => {
				const turned = (ms: number): number => (way * ms * speed) / 1000;
				const samples = samplesOf({ ...given, turned, ms: 30_000 });
				expect(swept(samples)).toMatchObject({ done: false, advice: 'slower' });
			}),
			{ numRuns: 60 }
		);
	});
});
