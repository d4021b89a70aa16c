// How much of the fault tests is wanted: `npm run test:faults -- --kills 20 --seconds 8 --seed 7`.

const numberOf = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);

/** Faults of each kind. */
export const KILLS = numberOf('FAULT_KILLS', 2);
/** Longest undisturbed stretch between two of them. */
const CALM_S = numberOf('FAULT_SECONDS', 3);
export const SEED = numberOf('FAULT_SEED', 1);

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A random calm between 1 s and the longest stretch (ms). */
export const calmMs = (random: () => number): number =>
	Math.round(1000 + random() * Math.max(0, CALM_S - 1) * 1000);

export const pause = (ms: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, ms));
