// Looks at a camera's picture as a test says they went.
import type { Millis } from '../../shared/clock.ts';
import type { ReadFace, Reading } from '../reading.ts';

/** A person before the middle of the picture who looks at the screen. */
export const faceOf = (changes: Partial<ReadFace> = {}): ReadFace => ({
	box: { x: 0.35, y: 0.25, width: 0.3, height: 0.5 },
	...{ yawDeg: 0, pitchDeg: 0, rollDeg: 0, blink: 0, mouthOpen: 0 },
	...changes
});

export const readingOf = (
	at: Millis,
	faces: readonly ReadFace[] = [faceOf()],
	changes: Partial<Reading> = {}
): Reading => ({ at, faces, luma: 120, tookMs: 30, ...changes });
