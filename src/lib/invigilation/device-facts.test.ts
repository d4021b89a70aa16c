import { expect, test } from 'vitest';
import { deviceFacts } from './device-facts.ts';
import { NOW, sampleDesk } from './testing/sample-desk.ts';
import { isCutOff, SILENT_AFTER_MS } from './tile-need.ts';
import { tile } from './testing/tiles.ts';

const { devices } = sampleDesk();

test('[I2] how the devices are is what they said last', () => {
	expect(deviceFacts(devices, NOW)).toEqual({
		network: { roundTripMs: 46, lostMs: null },
		...{ desktopBattery: 92, phoneBattery: 71, lagMs: 2000, backlogBytes: 1_200_000 }
	});
});

test('[I2] a computer that was not heard is cut off; where there is none nothing is said of it', () => {
	const heard = { at: NOW - SILENT_AFTER_MS, report: null };
	expect(deviceFacts({ ...devices, desktop: heard }, NOW).network?.lostMs).toBeNull();
	expect(deviceFacts({ ...devices, desktop: heard }, NOW + 1).network?.lostMs).toBe(
		SILENT_AFTER_MS + 1
	);
	expect(deviceFacts({ ...devices, desktop: null, phoneHeard: null }, NOW)).toEqual({
		...{ network: null, desktopBattery: null, phoneBattery: null, lagMs: null, backlogBytes: null }
	});
});

test('[I1] [I2] cut off is one thing, at the wall and at a candidate’s page', () => {
	for (const ms of [0, 15_001, 19_999, 20_000, 20_001, 60_000]) {
		const desktop = { at: NOW - ms, report: null };
		const lost = deviceFacts({ ...devices, desktop }, NOW).network?.lostMs ?? null;
		expect(lost !== null, String(ms)).toBe(isCutOff(tile(1, { desktop }), NOW));
	}
});
