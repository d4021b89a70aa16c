// P2: what a phone has against what this sitting needs. What the platform does not tell holds nobody up. Pure.
import type { Encoding } from '../../attempt/rules.ts';
import type { Millis } from '../../shared/clock.ts';
import type { CheckView } from './evidence-view.ts';

/** Filming drains about a third of a phone's battery in an hour; a fifth should be left. */
const DRAIN_PER_HOUR = 0.35;
const LEFT_OVER = 0.2;
const HOUR_MS = 3_600_000;
/** Encoders overshoot, and the person stops the phone some minutes after the end. */
const MARGIN = 1.2;
const AFTERWARDS_MS = 5 * 60_000;
const SLOW_ROUND_TRIP_MS = 800;

/** Bytes that filming from `now` until a while after the end takes on the phone, if nothing at all could be sent. */
export function neededBytes(encoding: Encoding, endsAt: Millis, now: Millis): number {
	const bits = encoding.videoBitsPerSecond + encoding.audioBitsPerSecond;
	return Math.ceil((((filmingMs(endsAt, now) / 1000) * bits) / 8) * MARGIN);
}

const filmingMs = (endsAt: Millis, now: Millis): number =>
	Math.max(0, endsAt - now) + AFTERWARDS_MS;

/** @param battery null where the browser does not tell */
export function batteryCheck(
	battery: { readonly level: number; readonly charging: boolean } | null,
	endsAt: Millis,
	now: Millis
): CheckView['battery'] {
	if (!battery) return { state: 'unknown' };
	const needed = Math.min(0.9, LEFT_OVER + (filmingMs(endsAt, now) / HOUR_MS) * DRAIN_PER_HOUR);
	const enough = battery.charging || battery.level >= needed;
	return { state: enough ? 'ok' : 'low', ...battery };
}

/** @param freeBytes null where the browser does not tell */
export function storageCheck(freeBytes: number | null, needed: number): CheckView['storage'] {
	if (freeBytes === null) return { state: 'unknown' };
	return { state: freeBytes >= needed ? 'ok' : 'low', neededBytes: needed, freeBytes };
}

/** @param roundTripMs the quickest of the last ones; null before the first */
export function networkCheck(
	connection: 'connecting' | 'connected' | 'lost',
	roundTripMs: number | null
): CheckView['network'] {
	if (connection === 'lost') return 'lost';
	if (roundTripMs === null) return 'unknown';
	return roundTripMs > SLOW_ROUND_TRIP_MS ? 'slow' : 'ok';
}
