import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameAsking } from './frame-asking.ts';
import type { ReadFace } from './reading.ts';
import { faceOf, readingOf } from './testing/readings.ts';

const SOON = 3000;
/** Settled: the first was sent, the next is far away. */
function settled() {
	const asking = createFrameAsking(0, () => 0);
	expect(asking.see(readingOf(SOON))).toBe(true);
	asking.next(SOON, 1_000_000);
	return asking;
}

describe('[C30] a picture goes to the server', () => {
	test('soon, and then when the server has asked for it', () => {
		const asking = createFrameAsking(0, () => 0);
		expect([2000, 3000, 4000].map((at) => asking.see(readingOf(at)))).toEqual([false, true, false]);
		asking.next(5000, 120_000);
		expect(asking.dueAt()).toBe(125_000);
		expect(asking.see(readingOf(124_000))).toBe(false);
		expect(asking.see(readingOf(125_000))).toBe(true);
	});

	test('for each candidate at another moment', () => {
		expect(createFrameAsking(0, () => 0.999).dueAt()).toBeGreaterThan(19_000);
	});

	test('when a face was gone and is back; one look without it is nothing', () => {
		const asking = settled();
		expect(asking.see(readingOf(10_000, []))).toBe(false);
		expect(asking.see(readingOf(11_000))).toBe(false);
		asking.see(readingOf(12_000, []));
		asking.see(readingOf(13_000, []));
		expect(asking.see(readingOf(14_000))).toBe(true);
		expect(asking.see(readingOf(15_000))).toBe(false);
	});

	test('when its place jumps by more than half its width', () => {
		const at = (x: number): ReadFace => faceOf({ box: { x, y: 0.25, width: 0.3, height: 0.5 } });
		const leans = settled();
		expect(leans.see(readingOf(10_000, [at(0.35)]))).toBe(false);
		expect(leans.see(readingOf(11_000, [at(0.49)]))).toBe(false);
		expect(leans.see(readingOf(12_000, [at(0.33)]))).toBe(true);
		// nobody knows what was in between
		const throttled = settled();
		throttled.see(readingOf(10_000, [at(0.1)]));
		expect(throttled.see(readingOf(20_000, [at(0.6)]))).toBe(false);
	});

	test.each([
		['two people', [faceOf(), faceOf()], {}],
		['turned away', [faceOf({ yawDeg: 16 })], {}],
		['far away', [faceOf({ box: { x: 0, y: 0, width: 0.13, height: 0.2 } })], {}],
		['in the dark', [faceOf()], { luma: 54 }],
		['nobody', [], {}]
	])('not of %s: it waits for a look that can be compared', (_what, faces, light) => {
		const asking = createFrameAsking(0, () => 0);
		expect(asking.see(readingOf(SOON, faces, light))).toBe(false);
		expect(asking.see(readingOf(SOON + 1000))).toBe(true);
	});

	test('no more often than every three seconds by itself, however somebody comes and goes', () => {
		const look = fc.tuple(
			fc.constantFrom(0, 1),
			fc.integer({ min: 100, max: 3000 }),
			fc.double({ min: 0, max: 0.6, noNaN: true })
		);
		fc.assert(
			fc.property(fc.array(look, { maxLength: 200 }), (looks) => {
				const asking = settled();
				let now = SOON;
				let before = SOON;
				for (const [count, wait, x] of looks) {
					now += wait;
					const face = faceOf({ box: { x, y: 0.25, width: 0.3, height: 0.5 } });
					if (!asking.see(readingOf(now, count ? [face] : []))) continue;
					expect(now - before).toBeGreaterThanOrEqual(3000);
					before = now;
					asking.next(now, 1_000_000);
				}
			})
		);
	});
});
