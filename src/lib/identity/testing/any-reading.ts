// Any look at a picture, near the thresholds more often than far from them.
import fc from 'fast-check';
import type { ReadFace, Reading } from '../reading.ts';

const around = (middle: number, spread: number): fc.Arbitrary<number> =>
	fc.double({ min: middle - spread, max: middle + spread, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const anyFace: fc.Arbitrary<ReadFace> = fc.record({
	box: fc.record({ x: share, y: share, width: around(0.22, 0.2), height: share }),
	yawDeg: around(0, 40),
	pitchDeg: around(0, 35),
	rollDeg: around(0, 30),
	blink: share,
	mouthOpen: share
});

/** One that passes every gate. */
const goodFace: fc.Arbitrary<ReadFace> = fc.record({
	box: fc.constant({ x: 0.3, y: 0.2, width: 0.3, height: 0.4 }),
	yawDeg: around(0, 9),
	pitchDeg: around(0, 20),
	rollDeg: around(0, 15),
	blink: share,
	mouthOpen: share
});

export const goodReading: fc.Arbitrary<Reading> = goodFace.map((face) => ({
	...{ at: 0, faces: [face], luma: 120, tookMs: 30 }
}));

export const anyReading: fc.Arbitrary<Reading> = fc.oneof(
	goodReading,
	fc.record({
		at: fc.constant(0),
		faces: fc
			.array(anyFace, { maxLength: 3 })
			.map((faces) => faces.toSorted((a, b) => b.box.width - a.box.width)),
		luma: around(70, 60),
		tookMs: fc.constant(30)
	})
);
