import { expect, test } from 'vitest';
import { createSpeed } from './speed.ts';

test('[C24] speed is unknown at first, then follows what arrived, lumps smoothed', () => {
	const speed = createSpeed();
	expect(speed.measure(5000)).toBeNull();
	expect(speed.measure(6000)).toBe(1000);
	expect(speed.measure(6000)).toBe(700);
	expect(speed.measure(8000)).toBe(1090);
	expect(speed.measure(0)).toBe(763);
});
