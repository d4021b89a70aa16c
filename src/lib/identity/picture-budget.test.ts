import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPictureBudget, PICTURES_AN_HOUR } from './picture-budget.ts';

test('[C30] no hour has more pictures than it may, and a later one has its own', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(200_000), { minLength: 60, maxLength: 120 }), (waits) => {
			const may = createPictureBudget();
			let now = 0;
			const taken = waits.flatMap((wait) => (may((now += wait)) ? now : []));
			for (const at of taken)
				expect(taken.filter((one) => one >= at && one < at + 3_600_000).length).toBeLessThanOrEqual(
					PICTURES_AN_HOUR
				);
		})
	);
	const may = createPictureBudget();
	expect(Array.from({ length: 50 }, () => may(0)).filter(Boolean)).toHaveLength(PICTURES_AN_HOUR);
	expect([may(3_599_999), may(3_600_000)]).toEqual([false, true]);
});
