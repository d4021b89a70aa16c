import { expect, test } from 'vitest';
import { STAGES, type Stage } from '../attempt/stage.ts';
import type { CandidateDevices } from './candidate-view.ts';
import { deviceFacts } from './device-facts.ts';
import { NOW, sampleCandidate } from './testing/sample-candidate.ts';
import { isCutOff, SILENT_AFTER_MS } from './tile-need.ts';
import { tile } from './testing/tiles.ts';

const view = sampleCandidate();
const { devices } = view;
const facts = (change: Partial<CandidateDevices>, now: number, stage: Stage = 'answer') =>
	deviceFacts({ devices: { ...devices, ...change }, stage }, now);

test('[I2] how the devices are is what they said last', () => {
	expect(deviceFacts(view, NOW)).toEqual({
		network: { roundTripMs: 46, silentMs: null },
		cutOff: false,
		...{ desktopBattery: 92, phoneBattery: 71, lagMs: 2000, backlogBytes: 1_200_000 }
	});
});

test('[I2] a computer that was not heard is cut off; where there is none nothing is said of it', () => {
	const heard = { at: NOW - SILENT_AFTER_MS, report: null };
	expect(facts({ desktop: heard }, NOW).network?.silentMs).toBeNull();
	expect(facts({ desktop: heard }, NOW + 1)).toMatchObject({
		...{ network: { silentMs: SILENT_AFTER_MS + 1 }, cutOff: true }
	});
	expect(facts({ desktop: null, phoneHeard: null }, NOW)).toEqual({
		...{
			network: null,
			cutOff: true,
			desktopBattery: null,
			phoneBattery: null,
			lagMs: null,
			backlogBytes: null
		}
	});
});

test.each(STAGES)(
	'[I1] [I2] cut off is one thing in %s, at the wall and at a candidate’s page',
	(stage) => {
		for (const ms of [0, 15_001, 19_999, 20_000, 20_001, 60_000]) {
			const desktop = { at: NOW - ms, report: null };
			const { cutOff } = facts({ desktop }, NOW, stage);
			expect(cutOff, String(ms)).toBe(isCutOff(tile(1, { desktop, stage }), NOW));
		}
		const none = { desktop: null };
		expect(facts(none, NOW, stage).cutOff).toBe(isCutOff(tile(1, { ...none, stage }), NOW));
	}
);

test('[I2] outside the interview a computer that is switched off is told to be silent, and no more', () => {
	const desktop = { at: NOW - 60_000, report: null };
	for (const stage of ['gate', 'upload', 'done'] as const)
		expect(facts({ desktop }, NOW, stage)).toMatchObject({
			...{ network: { silentMs: 60_000 }, cutOff: false }
		});
});
