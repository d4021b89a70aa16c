import { expect, test } from 'vitest';
import { CUT_OFF_MS, deviceFacts } from './device-facts.ts';
import { NOW, sampleDesk } from './testing/sample-desk.ts';

const { devices } = sampleDesk();

test('[I2] how the devices are is what they said last', () => {
	expect(deviceFacts(devices, NOW)).toEqual({
		network: { roundTripMs: 46, lostMs: null },
		...{ desktopBattery: 92, phoneBattery: 71, lagMs: 2000, backlogBytes: 1_200_000 }
	});
});

test('[I2] a computer that was not heard is cut off; where there is none nothing is said of it', () => {
	const heard = { at: NOW - CUT_OFF_MS, report: null };
	expect(deviceFacts({ ...devices, desktop: heard }, NOW).network?.lostMs).toBeNull();
	expect(deviceFacts({ ...devices, desktop: heard }, NOW + 1).network?.lostMs).toBe(CUT_OFF_MS + 1);
	expect(deviceFacts({ ...devices, desktop: null, phoneHeard: null }, NOW)).toEqual({
		...{ network: null, desktopBattery: null, phoneBattery: null, lagMs: null, backlogBytes: null }
	});
});
