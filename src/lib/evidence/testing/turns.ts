// People who turn with a phone in their hand, and phones that tell it badly: what sweeps are tested with.
import type { Millis } from '../../shared/clock.ts';
import { startSweep, sweepStep, type Sweep, type SweepSample } from '../sweep.ts';

export interface TurnPlan {
	readonly hz: number;
	/** Where the phone says that it looks at first. */
	readonly from: number;
	/** Where the person has turned to, degrees from the beginning, clockwise positive, `ms` after it. */
	readonly turned: (ms: number) => number;
	readonly ms: number;
	/** Sensor noise: up to so many degrees either way. */
	readonly noise: number;
	/** From `at` on the sensor believes in another north. */
	readonly leaps?: readonly { readonly at: Millis; readonly degrees: number }[];
	/** No sample at all. */
	readonly gaps?: readonly { readonly at: Millis; readonly ms: number }[];
	readonly upright?: number;
	readonly seed: number;
}

/** Ground truth to samples; the same plan gives the same samples. */
export function samplesOf(plan: TurnPlan): SweepSample[] {
	const { hz, ms, from, noise, leaps = [], gaps = [], upright = 0.95 } = plan;
	const random = mulberry32(plan.seed);
	const samples: SweepSample[] = [];
	for (let tick = 0; tick * 1000 <= ms * hz; tick++) {
		const at = (tick * 1000) / hz;
		const wobble = (random() * 2 - 1) * noise;
		if (gaps.some((gap) => at >= gap.at && at < gap.at + gap.ms)) continue;
		const leapt = leaps.reduce((sum, leap) => sum + (at >= leap.at ? leap.degrees : 0), 0);
		const heading = from + plan.turned(at) + leapt + wobble;
		samples.push({ at, heading: ((heading % 360) + 360) % 360, upright, face: null });
	}
	return samples;
}

export const swept = (samples: readonly SweepSample[], first: Sweep = startSweep(0)): Sweep =>
	samples.reduce(sweepStep, first);

export const sectorsOf = ({ seen }: Sweep): number => seen.filter(Boolean).length;

/** A small seeded generator (public domain, Tommy Ettinger). */
function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
