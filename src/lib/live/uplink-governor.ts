// How much of the uplink a live view may have (I2): the recording comes first. By how far the server is behind the film;
// sinks at once, comes back slowly, one step at a time.
import type { Millis } from '../shared/clock.ts';

export const LIVE_LEVELS = ['none', 'low', 'full'] as const;
export type LiveLevel = (typeof LIVE_LEVELS)[number];

/** One track's film: up to where it lies on the device, and on the server. */
export interface Flow {
	readonly savedTo: Millis | null;
	readonly safeTo: Millis | null;
}

export interface Uplink {
	readonly level: LiveLevel;
	/** Since when the lag is small without a break. */
	readonly calmSince: Millis | null;
	/** Where film began, as far as this was seen: nothing of it may be on the server yet. */
	readonly from: Millis | null;
	/** What was on the server of all tracks, added up, and when it last grew. */
	readonly safe: number;
	readonly grewAt: Millis;
}

/** An upload waits for 3–5 s of film and takes its time: a lag of 8 s is every day's. */
export const CALM_LAG_MS = 10_000;
export const LOW_LAG_MS = 15_000;
export const NONE_LAG_MS = 30_000;
/** Nothing more has come to the server in this time, though film waits: uploads stand. */
export const STANDS_MS = 15_000;
export const CALM_FOR_MS = 15_000;

export const openUplink = (now: Millis): Uplink => ({
	...{ level: 'full', calmSince: null, from: null, safe: 0, grewAt: now }
});

export function govern(before: Uplink, flows: readonly Flow[], now: Millis): Uplink {
	const saved = flows.flatMap(({ savedTo }) => savedTo ?? []);
	const from = before.from ?? (saved.length > 0 ? Math.min(...saved) : null);
	const lag = Math.max(0, ...flows.map((flow) => lagOf(flow, from)));
	const safe = flows.reduce((sum, { safeTo }) => sum + (safeTo ?? 0), 0);
	const grewAt = safe === before.safe ? before.grewAt : now;
	const calmSince = lag <= CALM_LAG_MS ? (before.calmSince ?? now) : null;
	const next = { calmSince, from, safe, grewAt };
	const allowed = allowedAt(lag, now - grewAt);
	if (rank(allowed) < rank(before.level)) return { ...next, level: allowed };
	if (before.level === 'full' || calmSince === null || now - calmSince < CALM_FOR_MS)
		return { ...next, level: before.level };
	// the next step takes as long again
	return { ...next, level: before.level === 'none' ? 'low' : 'full', calmSince: now };
}

const rank = (level: LiveLevel): number => LIVE_LEVELS.indexOf(level);

const lagOf = ({ savedTo, safeTo }: Flow, from: Millis | null): number =>
	savedTo === null ? 0 : savedTo - (safeTo ?? from ?? savedTo);

function allowedAt(lag: number, stoodMs: number): LiveLevel {
	if (lag > NONE_LAG_MS || (lag > CALM_LAG_MS && stoodMs > STANDS_MS)) return 'none';
	return lag > LOW_LAG_MS ? 'low' : 'full';
}
