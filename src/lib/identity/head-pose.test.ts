import { describe, expect, test } from 'vitest';
import { headPose } from './head-pose.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Turned about the axis that goes up, nodding, leaning; then moved. */
function matrixOf({ yaw = 0, pitch = 0, roll = 0, place = [0, 0, -40] } = {}): number[] {
	const [a, b, c] = [radians(yaw), radians(-pitch), radians(roll)];
	const [sy, cy, sp, cp] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b)];
	const [sr, cr] = [Math.sin(c), Math.cos(c)];
	const columns = [
		[cy * cr + sy * sp * sr, cp * sr, -sy * cr + cy * sp * sr],
		[-cy * sr + sy * sp * cr, cp * cr, sy * sr + cy * sp * cr],
		[sy * cp, -sp, cy * cp],
		place
	];
	return columns.flatMap((column, n) => [...column, n === 3 ? 1 : 0]);
}

describe('[C6] which way a head looks', () => {
	test('each angle by itself, with its sign', () => {
		const straight = { yawDeg: 0, pitchDeg: 0, rollDeg: 0 };
		const near = (angles: object) =>
			Object.fromEntries(
				Object.entries(angles).map(([key, value]) => [key, expect.closeTo(value as number, 6)])
			);
		expect(headPose(matrixOf())).toEqual(near(straight));
		expect(headPose(matrixOf({ yaw: 30 }))).toEqual(near({ ...straight, yawDeg: 30 }));
		expect(headPose(matrixOf({ pitch: 20 }))).toEqual(near({ ...straight, pitchDeg: 20 }));
		expect(headPose(matrixOf({ roll: 15 }))).toEqual(near({ ...straight, rollDeg: 15 }));
	});

	test('all three at once', () => {
		const { yawDeg, pitchDeg, rollDeg } = headPose(matrixOf({ yaw: -25, pitch: 10, roll: -5 }));
		expect([yawDeg, pitchDeg, rollDeg].map((angle) => Math.round(angle))).toEqual([-25, 10, -5]);
	});

	test('beside the middle a third of the angle is given back', () => {
		const { yawDeg, pitchDeg } = headPose(matrixOf({ yaw: -10, place: [40, 0, -40] }));
		expect(yawDeg).toBeCloseTo(-10 + 45 / 3, 6);
		expect(pitchDeg).toBeCloseTo(0, 6);
		expect(headPose(matrixOf({ place: [0, 40, -40] })).pitchDeg).toBeCloseTo(15, 6);
	});

	test('without a matrix it is straight, never NaN', () => {
		expect(headPose([])).toEqual({ yawDeg: 0, pitchDeg: 0, rollDeg: 0 });
	});
});
