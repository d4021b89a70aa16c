import { expect, test } from 'vitest';
import { sharpened } from './sharpen.ts';

/** Greys of one row, as RGBA. */
const row = (...greys: number[]) => Uint8ClampedArray.from(greys.flatMap((g) => [g, g, g, 255]));
const greysOf = (rgba: Uint8ClampedArray): number[] => [...rgba].filter((_, at) => at % 4 === 0);

test('[P4] an even picture stays as it is', () => {
	expect(greysOf(sharpened(row(90, 90, 90, 90, 90, 90), 3, 2))).toEqual([90, 90, 90, 90, 90, 90]);
});

test('[P4] what a lens has levelled stands apart again', () => {
	const before = [100, 100, 100, 130, 130, 100, 100, 130, 130, 130];
	const after = greysOf(sharpened(row(...before), before.length, 1));
	expect(Math.max(...after) - Math.min(...after)).toBeGreaterThan(60);
	expect(before.map((grey) => grey > 115)).toEqual(after.map((grey) => grey > 115));
});
