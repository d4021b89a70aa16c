// Small requests, one after the other, as a latency, a jitter and the difference of two clocks.
import { estimateOffset, type ClockSample } from '../live/clock-offset.ts';
import type { Latency } from './ports.ts';

/** @param samples in their order, at least one; device times of the wall clock */
export function latencyOf(samples: readonly ClockSample[]): Latency | null {
	const offset = estimateOffset(samples);
	if (!offset) return null;
	const trips = samples.map(({ sentAt, receivedAt }) => receivedAt - sentAt);
	const steps = trips.slice(1).map((trip, index) => Math.abs(trip - (trips[index] ?? trip)));
	return {
		latencyMs: tenth(medianOf(trips)),
		jitterMs: tenth(steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length)),
		clockAheadMs: Math.round(-offset.offsetMs)
	};
}

function medianOf(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const upper = sorted[sorted.length >> 1] ?? 0;
	const lower = sorted[(sorted.length - 1) >> 1] ?? upper;
	return (lower + upper) / 2;
}

const tenth = (ms: number): number => Math.round(ms * 10) / 10;
