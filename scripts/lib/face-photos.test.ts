import jpeg from 'jpeg-js';
import { expect, test } from 'vitest';
import { idPhoto } from './face-photos.ts';

test('[C6] an ID photo is a JPEG of 320×400, of one person or the other', async () => {
	const photos = await Promise.all([idPhoto('a'), idPhoto('b')]);
	for (const photo of photos) {
		const { width, height, data } = jpeg.decode(photo, { useTArray: true });
		expect([width, height]).toEqual([320, 400]);
		// a place outside of the photograph would be black
		expect(data.filter((part) => part > 16).length).toBeGreaterThan(data.length / 2);
	}
	expect(photos[0]?.equals(photos[1] ?? Buffer.alloc(0))).toBe(false);
}, 20_000);
