import { expect, test } from 'vitest';
import { LOOK_SIZE, statsOf } from './picture-stats.ts';
import { person, pictureOf, seeded } from './testing/pictures.ts';

/** @param level by column */
const greys = (level: (column: number) => number): number[] =>
	Array.from({ length: LOOK_SIZE.width * LOOK_SIZE.height }, (_, pixel) => {
		const grey = level(pixel % LOOK_SIZE.width);
		return [grey, grey, grey, 255];
	}).flat();

test('[C29] of a flat picture there is its light, and nothing else', () => {
	const { light, deviation, edge, difference } = statsOf(
		greys(() => 40),
		null
	);
	expect([light, edge, difference]).toEqual([40, 0, null]);
	expect(deviation).toBeCloseTo(0, 3);
	expect(
		statsOf(
			greys(() => 40),
			greys(() => 43)
		).difference
	).toBeCloseTo(3, 3);
});

test('[C29] halves of a picture deviate; two edges count, one does not; a row does not border on the next', () => {
	const halves = statsOf(
		greys((column) => (column < 32 ? 0 : 100)),
		null
	);
	expect([halves.light, halves.edge]).toEqual([50, 0]);
	expect(halves.deviation).toBeCloseTo(50, 3);
	const stripe = greys((column) => (Math.abs(column - 32) < 10 ? 0 : 100));
	expect(statsOf(stripe, null).edge).toBeCloseTo(100, 3);
	const shades = greys((column) => column);
	expect(statsOf(shades, null).edge).toBeCloseTo(1, 3);
});

test('[C29] red alone is light', () => {
	const red = greys(() => 4).map((level, at) => (at % 4 === 0 ? 60 : level));
	expect(statsOf(red, null).light).toBe(60);
});

test('[C29] the same picture differs by exactly 0, one colour of one pixel by more', () => {
	const picture = pictureOf(person(), 1, seeded(1));
	expect(statsOf(picture, picture.slice()).difference).toBe(0);
	const other = picture.slice();
	other[42] = (picture[42] ?? 0) === 0 ? 1 : (picture[42] ?? 0) - 1;
	expect(statsOf(picture, other).difference).toBeGreaterThan(0);
});
