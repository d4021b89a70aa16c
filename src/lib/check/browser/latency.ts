// Asks the server's time again and again: how long it takes, how evenly, and how far this computer's clock is off.
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ClockSample } from '../../live/clock-offset.ts';
import type { Latency } from '../ports.ts';
import { latencyOf } from '../round-trips.ts';
import { atMost } from './waiting.ts';

const TRIPS = 12;
/** A line may lose some. */
const TRIPS_NEEDED = 6;
const TRIP_LIMIT_MS = 5000;
const LIMIT_MS = 15_000;

export async function measureLatency(over: AbortSignal): Promise<Result<Latency, ErrorCode>> {
	const limit = atMost(LIMIT_MS, over);
	// the first makes the connection
	await trip(limit);
	const samples: ClockSample[] = [];
	for (let n = 0; n < TRIPS && !limit.aborted; n++) {
		const sample = await trip(limit);
		if (sample) samples.push(sample);
	}
	if (over.aborted) return err('check.stopped');
	const latency = samples.length < TRIPS_NEEDED ? null : latencyOf(samples);
	return latency ? ok(latency) : err('check.unreachable');
}

/** The wall clock is read once, and its length measured by the other: it may be set meanwhile. */
async function trip(limit: AbortSignal): Promise<ClockSample | null> {
	const [sentAt, begun] = [Date.now(), performance.now()];
	try {
		const signal = AbortSignal.any([atMost(TRIP_LIMIT_MS, limit), networkCut.signal()]);
		const response = await fetch('/api/time', { cache: 'no-store', signal });
		const took = performance.now() - begun;
		const { now } = (await response.json()) as { now?: unknown };
		if (typeof now !== 'number') return null;
		return { sentAt, receivedAt: sentAt + took, serverAt: now };
	} catch {
		return null;
	}
}
