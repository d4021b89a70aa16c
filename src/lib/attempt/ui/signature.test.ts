import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SignatureSchema } from '../event-payloads.ts';
import { BOX, boxPoint, extend, finished, isSigned, MAX_NUMBERS, pathOf } from './signature.ts';

const point = fc.tuple(
	fc.double({ min: -0.5, max: 1.5, noNaN: true }),
	fc.double({ min: -0.5, max: 1.5, noNaN: true })
);
const drawn = (points: readonly (readonly [number, number])[]) =>
	points.reduce<readonly number[]>((stroke, [x, y]) => extend(stroke, boxPoint(x, y)), []);

test('[C13] whatever is drawn fits what the log takes', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(point, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 20 }),
			(pen) => {
				const strokes = finished(pen.map(drawn));
				const signature = { way: 'drawn', ...BOX, strokes };
				expect(v.safeParse(SignatureSchema, signature).success).toBe(true);
			}
		)
	);
});

test('[C13] a very long signature is thinned, each stroke keeps its two ends', () => {
	const wave = Array.from({ length: 5000 }, (_, n): [number, number] => [
		(n % 100) / 100,
		n % 2 === 0 ? 0.2 : 0.8
	]);
	const strokes = finished([drawn(wave), drawn(wave)]);
	expect(strokes.flat().length).toBeLessThanOrEqual(MAX_NUMBERS);
	expect(strokes.flat().length).toBeGreaterThan(MAX_NUMBERS / 4);
	expect(strokes[0]?.slice(0, 2)).toEqual([0, 60]);
	expect(strokes[0]?.slice(-2)).toEqual([1188, 240]);
});

test('[C13] thousands of dots are cut, not refused', () => {
	const strokes = finished(Array.from({ length: 4000 }, () => [5, 5]));
	expect(strokes.flat().length).toBeLessThanOrEqual(MAX_NUMBERS);
});

test('[C13] a touch is no signature, a written line is', () => {
	expect(isSigned([[600, 150]])).toBe(false);
	expect(isSigned([[600, 150, 610, 150]])).toBe(false);
	expect(
		isSigned([
			[600, 150, 640, 150],
			[640, 100, 640, 190]
		])
	).toBe(true);
});

test('a dot is visible: a path to itself', () => {
	expect(pathOf([5, 6])).toBe('M5 6L5 6');
});
