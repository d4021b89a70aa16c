import { expect, test } from 'vitest';
import { LOOK_SIZE, lumaOf, statsOf } from './picture-stats.ts';
import { person, pictureOf, seeded } from './testing/pictures.ts';

const PIXELS = LOOK_SIZE.width * LOOK_SIZE.height;
const flat = (level: number): Float32Array => new Float32Array(PIXELS).fill(level);

test('[C29] of a flat picture the mean is its level, and nothing else is there', () => {
	expect(statsOf(flat(40), null)).toEqual({
		...{ mean: 40, deviation: 0, edge: 0, difference: null }
	});
	expect(statsOf(flat(40), flat(43)).difference).toBe(3);
});

test('[C29] halves of a picture deviate and have an edge; a row does not border on the next', () => {
	const halves = flat(0).map((_, pixel) => (pixel % LOOK_SIZE.width < 32 ? 0 : 100));
	expect(statsOf(halves, null)).toMatchObject({ mean: 50, deviation: 50, edge: 0 });
	// as many steps as rows are under one in a hundred; two such edges are over it
	const thirds = flat(0).map((_, pixel) =>
		Math.abs((pixel % LOOK_SIZE.width) - 32) < 10 ? 0 : 100
	);
	expect(statsOf(thirds, null).edge).toBe(100);
	const shades = flat(0).map((_, pixel) => pixel % LOOK_SIZE.width);
	expect(statsOf(shades, null)).toMatchObject({ mean: 31.5, edge: 1 });
});

test('[C29] the same picture differs by exactly 0, one pixel of one colour more by more', () => {
	const picture = pictureOf(person(), 1, seeded(1));
	const before = lumaOf(picture);
	expect(statsOf(lumaOf(picture), before).difference).toBe(0);
	picture[42] = (picture[42] ?? 0) === 0 ? 1 : (picture[42] ?? 0) - 1;
	expect(statsOf(lumaOf(picture), before).difference).toBeGreaterThan(0);
});
