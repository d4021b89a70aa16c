// How a candidate's devices are (I1, I2), from what was heard of them last. Pure.
import type { Millis } from '../shared/clock.ts';
import type { CandidateDevices } from './candidate-view.ts';
import { isSilent, lagOf } from './tile-need.ts';

export interface DeviceFacts {
	/** Null: no device has the attempt. `lost`: nothing was heard for so long. */
	readonly network: { readonly roundTripMs: number | null; readonly lostMs: number | null } | null;
	/** Percent; null = not told. */
	readonly desktopBattery: number | null;
	readonly phoneBattery: number | null;
	/** Film that is on the computer and not on the server yet. */
	readonly lagMs: number | null;
	readonly backlogBytes: number | null;
}

/** @param now or, of a page that is blind, when it last saw */
export function deviceFacts({ desktop, phoneHeard }: CandidateDevices, now: Millis): DeviceFacts {
	const report = desktop?.report ?? null;
	return {
		network: desktop && {
			roundTripMs: report?.roundTripMs ?? null,
			lostMs: isSilent(desktop, now) ? now - desktop.at : null
		},
		desktopBattery: percent(report?.battery?.level),
		phoneBattery: percent(phoneHeard?.report?.battery?.level),
		lagMs: lagOf({ desktop }),
		backlogBytes: report?.backlogBytes ?? null
	};
}

const percent = (level: number | undefined): number | null =>
	level === undefined ? null : Math.round(level * 100);
