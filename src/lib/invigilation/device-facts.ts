// How a candidate's devices are (I1, I2), from what was heard of them last. Pure.
import type { Millis } from '../shared/clock.ts';
import type { CandidateView } from './candidate-view.ts';
import { isCutOff, isSilent, lagOf } from './tile-need.ts';

export interface DeviceFacts {
	/** Null: no device has the attempt. `silent`: nothing was heard for so long; null: it speaks. */
	readonly network: {
		readonly roundTripMs: number | null;
		readonly silentMs: number | null;
	} | null;
	/** Inside the interview, where somebody should be there: as on the wall. */
	readonly cutOff: boolean;
	/** Percent; null = not told. */
	readonly desktopBattery: number | null;
	readonly phoneBattery: number | null;
	/** Film that is on the computer and not on the server yet. */
	readonly lagMs: number | null;
	readonly backlogBytes: number | null;
}

type Of = Pick<CandidateView, 'devices' | 'stage'>;

/** @param now or, of a page that is blind, when it last saw */
export function deviceFacts({ devices, stage }: Of, now: Millis): DeviceFacts {
	const { desktop, phoneHeard } = devices;
	const report = desktop?.report ?? null;
	return {
		network: desktop && {
			roundTripMs: report?.roundTripMs ?? null,
			silentMs: isSilent(desktop, now) ? now - desktop.at : null
		},
		cutOff: isCutOff({ desktop, stage }, now),
		desktopBattery: percent(report?.battery?.level),
		phoneBattery: percent(phoneHeard?.report?.battery?.level),
		lagMs: lagOf({ desktop }),
		backlogBytes: report?.backlogBytes ?? null
	};
}

const percent = (level: number | undefined): number | null =>
	level === undefined ? null : Math.round(level * 100);
