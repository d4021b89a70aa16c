import { expect, test } from 'vitest';
import { batteryCheck, neededBytes, networkCheck, storageCheck } from './check-view.ts';

const HOUR = 3_600_000;
const ENCODING = {
	width: 640,
	height: 480,
	frameRate: 12,
	videoBitsPerSecond: 500_000,
	audioBitsPerSecond: 50_000
};

test('[P2] space is reckoned until after the end, as if nothing could be sent', () => {
	// 55 + 5 minutes at 550 kbit/s, and a fifth on top
	expect(neededBytes(ENCODING, 55 * 60_000, 0)).toBe(297_000_000);
	expect(neededBytes(ENCODING, 0, HOUR)).toBe(24_750_000);
	expect(storageCheck(297_000_000, 297_000_000)).toMatchObject({ state: 'ok' });
	expect(storageCheck(296_999_999, 297_000_000)).toMatchObject({ state: 'low' });
	expect(storageCheck(null, 1)).toEqual({ state: 'unknown' });
});

test('[P2] the battery must last for the sitting, or be charged meanwhile', () => {
	const short = batteryCheck({ level: 0.4, charging: false }, 25 * 60_000, 0);
	const long = batteryCheck({ level: 0.4, charging: false }, 2 * HOUR, 0);
	expect([short.state, long.state]).toEqual(['ok', 'low']);
	expect(batteryCheck({ level: 0.1, charging: true }, 2 * HOUR, 0).state).toBe('ok');
	expect(batteryCheck({ level: 0.95, charging: false }, 10 * HOUR, 0).state).toBe('ok');
	expect(batteryCheck(null, HOUR, 0)).toEqual({ state: 'unknown' });
});

test('[P2] the network is told by what it does', () => {
	expect(networkCheck('lost', 20)).toBe('lost');
	expect(networkCheck('connected', null)).toBe('unknown');
	expect(networkCheck('connected', 900)).toBe('slow');
	expect(networkCheck('connected', 60)).toBe('ok');
});
