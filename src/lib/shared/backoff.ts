/** Doubling delay with full jitter, for every retry loop on a device. */
export interface BackoffPolicy {
	readonly firstMs: number;
	readonly maxMs: number;
}

/**
 * @param failures how many tries have failed in a row (≥ 1)
 * @param random a number in [0, 1)
 * @returns milliseconds to wait, between half of the step and the step
 */
export function backoffDelay(policy: BackoffPolicy, failures: number, random: number): number {
	const step = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(failures - 1, 30));
	return Math.round(step * (0.5 + random / 2));
}
