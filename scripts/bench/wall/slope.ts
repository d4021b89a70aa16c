// How quickly something grows, by least squares over all samples: the two ends alone say what the last collection left.
// Pure.

export interface Sample {
	/** Ms, of any clock. */
	readonly at: number;
	readonly value: number;
}

export interface Slope {
	readonly perMinute: number;
	/** Of `perMinute`, as the samples scatter about the line; null = too few of them. */
	readonly error: number | null;
	readonly samples: number;
}

/** @returns null: two samples at two times are the least */
export function slopeOf(samples: readonly Sample[]): Slope | null {
	const count = samples.length;
	const mean = (of: (one: Sample) => number): number =>
		samples.reduce((sum, one) => sum + of(one), 0) / count;
	const [midAt, midValue] = [mean(({ at }) => at), mean(({ value }) => value)];
	const spread = count * mean(({ at }) => (at - midAt) ** 2);
	if (count < 2 || spread === 0) return null;
	const perMs = (count * mean(({ at, value }) => (at - midAt) * (value - midValue))) / spread;
	const left = count * mean(({ at, value }) => (value - midValue - perMs * (at - midAt)) ** 2);
	const error = count > 2 ? Math.sqrt(left / (count - 2) / spread) * 60_000 : null;
	return { perMinute: perMs * 60_000, error, samples: count };
}
