import { describe, expect, test } from 'vitest';
import {
	startSweep,
	sweepResult,
	sweepStep,
	timedSweepStep,
	TIMED_SWEEP_MS,
	type Sweep
} from './sweep.ts';
import { samplesOf, sectorsOf, swept } from './testing/turns.ts';

const STEADY = { hz: 30, from: 350, noise: 0, seed: 1 };
const turning = (degreesPerS: number) => (ms: number) => (degreesPerS * ms) / 1000;

/** Steps of 100 ms, upright, standing where it is. */
function stand(sweep: Sweep, ms: number, face: (at: number) => boolean | null): Sweep {
	let next = sweep;
	for (let at = 100; at <= ms; at += 100)
		next = sweepStep(next, { at, heading: 10, upright: 1, face: face(at) });
	return next;
}

describe('[P3] the ring', () => {
	test('begins where the camera looks first, and counts clockwise', () => {
		const quarter = swept(samplesOf({ ...STEADY, turned: turning(30), ms: 2_800 }));
		expect(quarter).toMatchObject({ heading: 3, done: false, advice: 'turn' });
		expect(quarter.seen.map(Number).join('')).toBe('111000000000');
	});

	test('to the left it goes the other way', () => {
		const quarter = swept(samplesOf({ ...STEADY, turned: turning(-30), ms: 2_800 }));
		expect(quarter).toMatchObject({ heading: 9 });
		expect(quarter.seen.map(Number).join('')).toBe('100000000011');
	});

	test('a leap of the sensor moves neither the ring nor the place in it', () => {
		const leaps = [{ at: 2_000, degrees: 97 }];
		const [leapt, straight] = [leaps, []].map((all) =>
			swept(samplesOf({ ...STEADY, turned: turning(30), ms: 3_000, leaps: all }))
		);
		expect(leapt?.turn.place).toBeCloseTo(straight?.turn.place ?? NaN, 0);
		expect(leapt?.seen).toEqual(straight?.seen);
	});

	test('a leap there and back within two samples does not either', () => {
		const leaps = [
			{ at: 2_000, degrees: 97 },
			{ at: 2_030, degrees: -97 }
		];
		const glitch = swept(samplesOf({ ...STEADY, turned: turning(30), ms: 3_000, leaps }));
		expect(glitch.turn.place).toBeCloseTo(90, 0);
	});

	test('what was not looked at in a long gap is not counted, and where it is now is known', () => {
		const gaps = [{ at: 1_000, ms: 3_000 }];
		const end = swept(samplesOf({ ...STEADY, turned: turning(30), ms: 5_800, gaps }));
		expect(end.seen.map(Number).join('')).toBe('110011000000');
		expect(end.heading).toBe(6);
	});

	test('a full turn in 9 s waits until 10 s have gone by', () => {
		const whole = samplesOf({ ...STEADY, turned: (ms) => Math.min(372, ms * 0.041), ms: 10_100 });
		const before = swept(whole.filter(({ at }) => at < 9_950));
		expect(before).toMatchObject({ done: false, advice: 'hold' });
		expect(swept(whole)).toMatchObject({ done: true, advice: 'hold' });
	});

	test('done is for good', () => {
		const done = swept(samplesOf({ ...STEADY, turned: turning(30), ms: 13_000 }));
		const later = { at: 60_000, heading: null, upright: 0, face: false };
		expect(sweepStep(done, later)).toBe(done);
	});
});

describe('[P3] advice', () => {
	test('upright: after the phone has lain flat for a moment, not at once', () => {
		const held = stand(startSweep(0), 1_000, () => null);
		const flat = (sweep: Sweep, at: number) =>
			sweepStep(sweep, { at, heading: null, upright: 0.1, face: null });
		const dipped = flat(held, 1_100);
		expect(dipped.advice).toBe('turn');
		expect(flat(dipped, 1_500).advice).toBe('upright');
	});

	test('face: when looks have found none for a while', () => {
		expect(stand(startSweep(0), 1_000, () => false).advice).toBe('turn');
		expect(stand(startSweep(0), 1_500, () => false).advice).toBe('face');
		expect(stand(startSweep(0), 1_500, (at) => at > 1_400).advice).toBe('turn');
	});
});

describe('[P3] share of the time with a face', () => {
	test('weighed by time: looks at 2 Hz, and the gap between two of them', () => {
		const looks = [true, true, false, true, true];
		const step = (sweep: Sweep, face: boolean, i: number) =>
			sweepStep(sweep, { at: i * 500, heading: 0, upright: 1, face });
		expect(looks.reduce(step, startSweep(0)).faceShare).toBeCloseTo(0.75);
	});

	test('the last look said again with every sample weighs the same', () => {
		const sweep = stand(startSweep(0), 2_100, (at) => at <= 1_600);
		expect(sweep.faceShare).toBeCloseTo(0.8);
	});

	test('null when nothing looked', () => {
		expect(stand(startSweep(0), 2_000, () => null).faceShare).toBeNull();
	});

	test('a detector that hangs proves nothing for longer than 1.5 s', () => {
		const step = (sweep: Sweep, at: number, face: boolean) =>
			sweepStep(sweep, { at, heading: 0, upright: 1, face });
		let sweep = step(startSweep(0), 0, true);
		sweep = step(sweep, 9_000, false);
		sweep = step(sweep, 10_500, false);
		expect(sweep.faceShare).toBeCloseTo(0.5);
	});
});

describe('[P3] timed', () => {
	const timed = (until: number, stepMs = 250, face: boolean | null = null): Sweep => {
		let sweep = startSweep(0, 'timed');
		for (let at = stepMs; at <= until; at += stepMs) sweep = timedSweepStep(sweep, { at, face });
		return sweep;
	};

	test('3 s a sector, to the left, 36 s in all', () => {
		expect(timed(2_750)).toMatchObject({ heading: 0, done: false });
		const two = timed(6_000);
		expect(two.seen.map(Number).join('')).toBe('100000000001');
		expect(two.heading).toBe(10);
		expect(timed(TIMED_SWEEP_MS - 250).done).toBe(false);
		expect(timed(TIMED_SWEEP_MS)).toMatchObject({ done: true, ms: TIMED_SWEEP_MS });
	});

	test('time in which the page did not run leads nobody through the ring', () => {
		const slept = timedSweepStep(timed(6_000), { at: 40_000, face: null });
		expect(sectorsOf(slept)).toBe(2);
	});

	test('asks for the face as the other one does', () => {
		expect(timed(2_000, 250, false).advice).toBe('face');
	});
});

test('[P3] the result is what the event says, in whole milliseconds', () => {
	const done = swept(samplesOf({ ...STEADY, turned: turning(30), ms: 13_000 }));
	expect(sweepResult(done)).toEqual({
		way: 'sensor',
		sectors: 12,
		ms: expect.any(Number),
		faceShare: null
	});
	expect(Number.isInteger(sweepResult(done).ms)).toBe(true);
	expect(sweepResult(startSweep(0, 'timed'))).toEqual({
		...{ way: 'timed', sectors: 0, ms: 0, faceShare: null }
	});
});
