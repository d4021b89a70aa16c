// How fast the upload goes, smoothed over some seconds: a PATCH comes in lumps. Pure; asked once a second.

/** Weight of what was believed before. */
const INERTIA = 0.7;

export interface Speed {
	/** @param sent bytes that the server has by now @returns bytes per second; null at the first time */
	measure(sent: number): number | null;
}

export function createSpeed(): Speed {
	let before: number | null = null;
	let speed: number | null = null;
	return {
		measure(sent) {
			const rate = before === null ? null : Math.max(0, sent - before);
			before = sent;
			if (rate !== null) speed = Math.round(INERTIA * (speed ?? rate) + (1 - INERTIA) * rate);
			return speed;
		}
	};
}
