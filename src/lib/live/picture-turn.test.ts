import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createUplinkTrend, pictureTurn, type TurnFacts } from './picture-turn.ts';
import { smallSize } from './small-picture.ts';

const DUE: TurnFacts = {
	...{ now: 10_000, lastTurnAt: 5000, overAt: 5500 },
	...{ busy: false, connected: true, behind: false }
};

describe('[I1] a small picture', () => {
	test('is made at once, and then every five seconds', () => {
		expect(pictureTurn({ ...DUE, lastTurnAt: null })).toBe('take');
		expect(pictureTurn({ ...DUE, lastTurnAt: 5001 })).toBe('wait');
		expect(pictureTurn(DUE)).toBe('take');
	});

	test('does not come sooner after one that was long on its way than the server takes it', () => {
		expect(pictureTurn({ ...DUE, overAt: 8001 })).toBe('wait');
		expect(pictureTurn({ ...DUE, overAt: 8000 })).toBe('take');
	});

	test.each([
		['the last one is not gone yet', { busy: true }],
		['the films do not get away', { behind: true }],
		['there is no connection', { connected: false }]
	])('is passed over when %s', (_why, facts) => {
		expect(pictureTurn({ ...DUE, ...facts })).toBe('pass');
		expect(pictureTurn({ ...DUE, ...facts, lastTurnAt: 5001 })).toBe('wait');
	});
});

describe('[I1] an uplink', () => {
	/** Bytes, a second apart. */
	function after(...backlog: number[]): boolean {
		const trend = createUplinkTrend();
		backlog.forEach((bytes, second) => trend.note(second * 1000, bytes));
		return trend.behind();
	}
	const MB = 1_000_000;

	test('is behind while a backlog grows, not while it is worked off or stands still', () => {
		expect(after(0.5 * MB, 1.5 * MB, 2.5 * MB)).toBe(true);
		expect(after(9 * MB, 8 * MB, 7 * MB)).toBe(false);
		expect(after(9 * MB, 9 * MB)).toBe(false);
		expect(after(9 * MB)).toBe(false);
		expect(after()).toBe(false);
	});

	test('is not behind for what is on its way anyhow', () => {
		expect(after(0, 0.3 * MB, 0.1 * MB, 0.9 * MB)).toBe(false);
	});

	test('is judged by the last ten seconds, however often one looks', () => {
		const cut = [1, 3, 5, 7, 9, 11].map((mb) => mb * MB);
		const back = Array.from({ length: 11 }, (_, second) => (10 - second * 0.5) * MB);
		expect(after(...cut, ...back.slice(0, 3))).toBe(true);
		expect(after(...cut, ...back)).toBe(false);
		const trend = createUplinkTrend();
		for (let ms = 0; ms <= 60_000; ms += 200) trend.note(ms, 2 * MB + ms);
		expect(trend.behind()).toBe(true);
	});
});

test('[I1] a picture fits its box in its own proportions, and is never made larger', () => {
	expect(smallSize('camera', { width: 1280, height: 720 })).toEqual({ width: 192, height: 108 });
	expect(smallSize('camera', { width: 640, height: 480 })).toEqual({ width: 192, height: 144 });
	expect(smallSize('screen', { width: 1920, height: 1080 })).toEqual({ width: 320, height: 180 });
	expect(smallSize('screen', { width: 1080, height: 1920 })).toEqual({ width: 101, height: 180 });
	const side = fc.integer({ min: 1, max: 8000 });
	fc.assert(
		fc.property(side, side, (width, height) => {
			const small = smallSize('screen', { width, height });
			expect(small.width).toBeLessThanOrEqual(Math.min(320, width));
			expect(small.height).toBeLessThanOrEqual(Math.min(180, height));
			expect(Math.min(small.width, small.height)).toBeGreaterThanOrEqual(1);
		})
	);
});
