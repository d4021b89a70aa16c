// How a candidate's devices are (I1, I2), from what was heard of them last. Pure.
import type { Millis } from '../shared/clock.ts';
import type { CandidateDevices } from './candidate-view.ts';

/** A computer speaks every 5 s, and its word may be 5 s on its way through another process. */
export const CUT_OFF_MS = 15_000;

/** A small picture comes every 5 s; from this age on it says so. */
export const OLD_AFTER_MS = 15_000;

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

export function deviceFacts({ desktop, phoneHeard }: CandidateDevices, now: Millis): DeviceFacts {
	const report = desktop?.report ?? null;
	return {
		network: desktop && {
			roundTripMs: report?.roundTripMs ?? null,
			lostMs: now - desktop.at > CUT_OFF_MS ? now - desktop.at : null
		},
		desktopBattery: percent(report?.battery?.level),
		phoneBattery: percent(phoneHeard?.report?.battery?.level),
		lagMs: lagOf(report?.savedTo ?? null, report?.safeTo ?? null),
		backlogBytes: report?.backlogBytes ?? null
	};
}

const percent = (level: number | undefined): number | null =>
	level === undefined ? null : Math.round(level * 100);

const lagOf = (savedTo: Millis | null, safeTo: Millis | null): number | null =>
	savedTo === null || safeTo === null ? null : Math.max(0, savedTo - safeTo);
