import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gateLines, gateStep, LEAST_LUMA, LEAST_WIDTH, NO_GATE, type Gate } from './gates.ts';
import type { ReadFace, Reading } from './reading.ts';
import { anyReading } from './testing/any-reading.ts';
import { faceOf, readingOf } from './testing/readings.ts';

const run = (readings: readonly Reading[]): Gate => readings.reduce(gateStep, NO_GATE);
const twice = (reading: Reading): Gate => run([reading, reading]);
const wide = (width: number): ReadFace => faceOf({ box: { x: 0.3, y: 0.3, width, height: 0.3 } });
const dark = { luma: 54 };

describe('[C6] gates', () => {
	test.each<[name: string, reading: Reading, lacks: Gate['lacks']]>([
		['one face, straight, large, bright', readingOf(0), []],
		['nobody', readingOf(0, []), ['nobody-there']],
		['nobody to be seen in a dark room', readingOf(0, [], { luma: 20 }), ['more-light']],
		['two', readingOf(0, [faceOf(), wide(0.2)]), ['only-you']],
		['somebody and a poster far behind', readingOf(0, [faceOf(), wide(0.07)]), []],
		['far away', readingOf(0, [wide(0.18)]), ['come-closer']],
		['just near enough', readingOf(0, [wide(LEAST_WIDTH)]), []],
		['in the dark', readingOf(0, [faceOf()], dark), ['more-light']],
		['just bright enough', readingOf(0, [faceOf()], { luma: LEAST_LUMA }), []],
		['turned', readingOf(0, [faceOf({ yawDeg: -12.5 })]), ['face-the-camera']],
		['looking down', readingOf(0, [faceOf({ pitchDeg: -26 })]), ['face-the-camera']],
		['leaning', readingOf(0, [faceOf({ rollDeg: 21 })]), ['face-the-camera']],
		['far away in the dark', readingOf(0, [wide(0.1)], dark), ['come-closer', 'more-light']]
	])('%s', (_, reading, lacks) => {
		expect(run([reading]).lacks).toEqual(lacks);
	});

	test('a turned head is narrower and not farther away for that', () => {
		const box = { x: 0.3, y: 0.3, width: 0.17, height: 0.3 };
		expect(run([readingOf(0, [faceOf({ box, yawDeg: 30 })])]).lacks).toEqual(['face-the-camera']);
	});

	test('what was lacking must become a little better than needed', () => {
		const lacking = readingOf(0, [wide(0.18)], dark);
		expect(run([lacking, readingOf(1, [wide(0.19)], { luma: 57 })]).lacks).toEqual([
			'come-closer',
			'more-light'
		]);
		expect(run([lacking, readingOf(1, [wide(0.21)], { luma: 61 })]).lacks).toEqual([]);
		const turned = readingOf(0, [faceOf({ yawDeg: 13 })]);
		expect(run([turned, readingOf(1, [faceOf({ yawDeg: 11 })])]).lacks).toEqual([
			'face-the-camera'
		]);
		expect(run([turned, readingOf(1, [faceOf({ yawDeg: 9 })])]).lacks).toEqual([]);
	});

	test('one look alone changes no words', () => {
		const good = readingOf(0);
		const none = readingOf(0, []);
		expect(run([good, good, none]).told).toEqual([]);
		expect(run([good, none, none]).told).toEqual(['nobody-there']);
		expect(run([none, none, good]).told).toEqual(['nobody-there']);
		expect(run([none, none, good, good]).told).toEqual([]);
	});

	test('how open eyes look is learned where nothing is lacking, and from nobody else', () => {
		const look = (blink: number, face: Partial<ReadFace> = {}): Reading =>
			readingOf(0, [faceOf({ blink, ...face })]);
		const good = look(0.3);
		expect(run([good, look(0.2), look(0.5)]).openEyes).toBe(0.2);
		const useless = [
			readingOf(0, [faceOf({ blink: 0.05 }), faceOf()]),
			look(0.05, { yawDeg: 30 }),
			look(0.05, { box: { x: 0, y: 0, width: 0.1, height: 0.1 } }),
			readingOf(0, [faceOf({ blink: 0.05 })], dark),
			readingOf(0, [])
		];
		for (const one of useless) expect(run([one, good]).openEyes).toBe(0.3);
		expect(run(useless).openEyes).toBe(Infinity);
	});

	test('the lines say what is right, what is not, and what cannot be known', () => {
		expect(gateLines(NO_GATE).map(({ state }) => state)).toEqual(['idle', 'idle', 'idle']);
		const states = (reading: Reading) => gateLines(twice(reading)).map(({ state }) => state);
		expect(states(readingOf(0))).toEqual(['ok', 'ok', 'ok']);
		expect(states(readingOf(0, []))).toEqual(['attention', 'idle', 'ok']);
		expect(states(readingOf(0, [faceOf(), faceOf()], dark))).toEqual([
			'attention',
			'ok',
			'attention'
		]);
		expect(states(readingOf(0, [wide(0.1)]))).toEqual(['ok', 'attention', 'ok']);
	});

	test('nothing passes that is not within the thresholds, whatever came before', () => {
		fc.assert(
			fc.property(fc.array(anyReading, { minLength: 1 }), (readings) => {
				const last = readings.at(-1);
				const gate = run(readings);
				if (gate.lacks.length > 0) return;
				const [face, other] = last?.faces ?? [];
				expect(last?.luma).toBeGreaterThanOrEqual(LEAST_LUMA);
				expect(Math.abs(face?.yawDeg ?? 99)).toBeLessThanOrEqual(12);
				expect(Math.abs(face?.pitchDeg ?? 99)).toBeLessThanOrEqual(25);
				expect(Math.abs(face?.rollDeg ?? 99)).toBeLessThanOrEqual(20);
				expect((other?.box.width ?? 0) / (face?.box.width ?? 1)).toBeLessThan(0.25);
			})
		);
	});
});
