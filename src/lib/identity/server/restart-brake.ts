// How often a thread may die before it is left alone for a while. Pure.

export interface RestartBrake {
	/** @returns whether it is to rest now */
	died(now: number): boolean;
	resting(now: number): boolean;
}

/** More than `most` deaths within `spanMs`: rest until the oldest of them is that long ago. */
export function restartBrake(most: number, spanMs: number): RestartBrake {
	let deaths: number[] = [];
	const recent = (now: number): number[] => deaths.filter((at) => now - at < spanMs);
	const resting = (now: number): boolean => recent(now).length > most;
	return {
		died(now) {
			deaths = [...recent(now), now];
			return resting(now);
		},
		resting
	};
}
