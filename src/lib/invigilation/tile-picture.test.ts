import { expect, test } from 'vitest';
import { heard, NOW, notBegun, tile } from './testing/tiles.ts';
import type { Tile } from './tile.ts';
import { SILENT_AFTER_MS } from './tile-need.ts';
import { OLD_AFTER_MS, pictureView, type WhyNoPicture } from './tile-picture.ts';

test('[I1] a picture says its age when it is old', () => {
	const at = NOW - OLD_AFTER_MS;
	expect(pictureView(tile(1), 'camera', at, NOW)).toEqual({ kind: 'fresh' });
	expect(pictureView(tile(1), 'camera', at - 1, NOW)).toEqual({
		...{ kind: 'old', ageMs: OLD_AFTER_MS + 1, why: null }
	});
	// a device whose clock is ahead, or ours behind
	expect(pictureView(tile(1), 'camera', NOW + 5000, NOW)).toEqual({ kind: 'fresh' });
});

test('[I1] an old one says why no other comes', () => {
	const silent = tile(1, { desktop: heard({}, NOW - SILENT_AFTER_MS - 1) });
	expect(pictureView(silent, 'screen', NOW - 60_000, NOW)).toMatchObject({ why: 'cut-off' });
	expect(pictureView(silent, 'evidence', NOW - 60_000, NOW)).toMatchObject({ why: null });
});

test.each<[Tile, 'camera' | 'evidence', WhyNoPicture]>([
	[notBegun(1), 'camera', 'not-begun'],
	[notBegun(1), 'evidence', 'not-begun'],
	[tile(1, { stage: 'pledge' }), 'camera', 'not-entered'],
	[tile(1, { stage: 'pledge', phone: 'bound' }), 'evidence', 'phone-bound'],
	[tile(1, { phone: 'waived' }), 'evidence', 'phone-waived'],
	[tile(1, { phone: 'interrupted' }), 'evidence', 'phone-interrupted'],
	[tile(1, { stage: 'upload' }), 'camera', 'over'],
	[tile(1), 'camera', 'none-yet']
])('[I1] which picture is missing, and why (%#)', (one, track, why) => {
	expect(pictureView(one, track, null, NOW)).toEqual({ kind: 'none', why });
});
