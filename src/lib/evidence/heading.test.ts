import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frontCameraLook, type Attitude } from './heading.ts';

const look = (alpha: number, beta: number, gamma: number) =>
	frontCameraLook({ alpha, beta, gamma });
/** Degrees between two headings, 0 to 180. */
const apart = (one: number | null, other: number): number =>
	one === null ? Infinity : Math.abs(((one - other + 540) % 360) - 180);

type Matrix = readonly (readonly number[])[];
const times = (m: Matrix, n: Matrix): Matrix =>
	m.map((row) =>
		[0, 1, 2].map((j) => row.reduce((sum, value, k) => sum + value * (n[k]?.[j] ?? 0), 0))
	);
const about = (axis: 'x' | 'y' | 'z', degrees: number): Matrix => {
	const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
	if (axis === 'x') return [[1, 0, 0], [0, c, -s], [0, s, c]]; // prettier-ignore
	if (axis === 'y') return [[c, 0, s], [0, 1, 0], [-s, 0, c]]; // prettier-ignore
	return [[c, -s, 0], [s, c, 0], [0, 0, 1]]; // prettier-ignore
};
/** The angles a phone would tell for this rotation (the standard's own range: beta −180…180, gamma −90…90). */
function attitudeOf(m: Matrix): Attitude {
	const at = (row: number, column: number): number => m[row]?.[column] ?? 0;
	const degrees = (angle: number): number => (angle * 180) / Math.PI;
	if (at(2, 2) > 0)
		return {
			alpha: degrees(Math.atan2(-at(0, 1), at(1, 1))),
			beta: degrees(Math.asin(at(2, 1))),
			gamma: degrees(Math.atan2(-at(2, 0), at(2, 2)))
		};
	return {
		alpha: degrees(Math.atan2(at(0, 1), -at(1, 1))),
		beta: degrees(Math.PI - Math.asin(at(2, 1))),
		gamma: degrees(Math.atan2(at(2, 0), -at(2, 2)))
	};
}

describe('[P3] where the front camera looks', () => {
	test.each([
		// upright in portrait, its back to the north: the screen looks south
		['portrait', [0, 90, 0], 180],
		['portrait, turned a quarter to the left', [90, 90, 0], 90],
		['portrait, turned a quarter to the right', [270, 90, 0], 270],
		['portrait upside down', [0, -90, 0], 0],
		['landscape, top to the left', [0, 0, -90], 270],
		['landscape, top to the right', [0, 0, 90], 90],
		['portrait leant back by 30°', [0, 60, 0], 180]
	] as const)('%s', (_, [alpha, beta, gamma], heading) => {
		expect(apart(look(alpha, beta, gamma).heading, heading)).toBeLessThan(1e-6);
	});

	test('flat on a table, face up or down, there is no heading', () => {
		expect(look(123, 0, 0)).toEqual({ heading: null, upright: 0 });
		expect(look(40, 180, 0).heading).toBeNull();
		expect(look(40, 10, -8).heading).toBeNull();
	});

	test('how upright: level 1, 45° half way by sine', () => {
		expect(look(10, 90, 0).upright).toBeCloseTo(1);
		expect(look(10, 45, 0).upright).toBeCloseTo(Math.SQRT1_2);
		expect(look(10, 0, 45).upright).toBeCloseTo(Math.SQRT1_2);
	});

	test('at beta = 90 only the sum of alpha and gamma counts: their jumping against each other moves nothing', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 360, noNaN: true }),
				fc.double({ min: -89, max: 89, noNaN: true }),
				(turn, gamma) => {
					expect(apart(look(turn - gamma, 90, gamma).heading, (540 - turn) % 360)).toBeLessThan(
						1e-6
					);
				}
			)
		);
	});

	test('turning the phone clockwise raises the heading, however it is held: portrait, landscape, between, tilted', () => {
		const angle = fc.double({ min: -180, max: 180, noNaN: true });
		const tilt = fc.double({ min: -60, max: 60, noNaN: true });
		fc.assert(
			fc.property(angle, angle, tilt, (clockwise, roll, elevation) => {
				// held: rolled about its own z, leant, then the person turns
				const held = times(about('x', 90 + elevation), about('z', roll));
				const turned = attitudeOf(times(about('z', -clockwise), held));
				const { heading, upright } = frontCameraLook(turned);
				expect(apart(heading, (((180 + clockwise) % 360) + 360) % 360)).toBeLessThan(1e-4);
				expect(upright).toBeCloseTo(Math.cos((elevation * Math.PI) / 180));
			})
		);
	});
});
