import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaceFault } from '../attempt/events.ts';
import type { FaceStep } from './face-steps.ts';
import { FACE_STEPS } from './face-steps.ts';
import { NO_GATE } from './gates.ts';
import { PHASE_MS, startWatch, watchStep, type Watch } from './liveness.ts';
import type { ReadFace, Reading } from './reading.ts';
import { anyReading, goodReading } from './testing/any-reading.ts';
import { faceOf, readingOf } from './testing/readings.ts';

const LOOK_MS = 100;

interface Played {
	readonly end: 'take' | FaceFault | null;
	/** Numbers of the readings whose picture took the kept one's place. */
	readonly kept: readonly number[];
	readonly watch: Watch;
	readonly looks: number;
}

function play(
	step: FaceStep,
	readings: readonly (Reading | null)[],
	everyMs = LOOK_MS,
	gate = NO_GATE
): Played {
	let watch = startWatch(step, 0, gate);
	const kept: number[] = [];
	for (const [n, reading] of readings.entries()) {
		const watched = watchStep(watch, n * everyMs, reading);
		watch = watched.watch;
		if (watched.keep) kept.push(n);
		if (watched.end !== null) return { end: watched.end, kept, watch, looks: n + 1 };
	}
	return { end: null, kept, watch, looks: readings.length };
}

const faces = (...changes: Partial<ReadFace>[]): Reading[] =>
	changes.map((change) => readingOf(0, [faceOf(change)]));
const many = (count: number, change: Partial<ReadFace> = {}): Reading[] =>
	Array.from({ length: count }, () => readingOf(0, [faceOf(change)]));
const REST = many(3);
const LONG = PHASE_MS / LOOK_MS + 1;

describe('[C6] looking ahead', () => {
	test('five good looks running, of which the stillest is taken', () => {
		const looks = faces({ yawDeg: 6 }, { yawDeg: 3 }, { blink: 0.9 }, { yawDeg: 1 }, { yawDeg: 4 });
		expect(play('front', looks)).toMatchObject({ end: 'take', kept: [0, 1, 3], looks: 5 });
		expect(play('front', looks.slice(1)).end).toBeNull();
	});

	test('one bad look begins anew, also with what is kept', () => {
		const looks = [...many(4), ...faces({ yawDeg: 20 }), ...many(5, { yawDeg: 5 })];
		expect(play('front', looks)).toMatchObject({ end: 'take', kept: [0, 5], looks: 10 });
	});

	test('eyes that a slow blink has left closed are waited for, and those that always look so are not', () => {
		const gate = { ...NO_GATE, openEyes: 0.03 };
		const opening = [...many(8, { blink: 0.6 }), ...many(5)];
		expect(play('front', opening, LOOK_MS, gate)).toMatchObject({
			end: 'take',
			kept: [0, 8],
			looks: 9
		});
		expect(play('front', many(5, { blink: 0.5 })).end).toBe('take');
	});

	test('eyes that one look saw wider open than they are hold nobody up: the stillest is for the server to judge', () => {
		const gate = { ...NO_GATE, openEyes: 0.05 };
		const looks = [...many(3, { blink: 0.3, yawDeg: 4 }), ...many(20, { blink: 0.3, yawDeg: 2 })];
		expect(play('front', looks, LOOK_MS, gate)).toMatchObject({
			end: 'take',
			kept: [0, 3],
			looks: 10
		});
		// what is kept of a run that broke is no picture of the next
		const broken = [
			...many(9, { blink: 0.3 }),
			...faces({ yawDeg: 20 }),
			...many(9, { blink: 0.4 })
		];
		expect(play('front', broken, LOOK_MS, gate)).toMatchObject({ end: null, kept: [0, 10] });
	});

	test('with an open mouth it is not a picture to compare', () => {
		expect(play('front', many(10, { mouthOpen: 0.6 })).end).toBeNull();
	});
});

describe('[C6] movements', () => {
	test('a quick blink is seen in one look and taken', () => {
		const looks = [...REST, ...faces({ blink: 0.1 }, { blink: 0.6 }, { blink: 0.1 })];
		expect(play('blink', looks)).toMatchObject({ end: 'take', kept: [4] });
	});

	test('of a turn the widest is taken, and beyond what is enough nothing is waited for', () => {
		const turning = faces({ yawDeg: 8 }, { yawDeg: 15 }, { yawDeg: 21 }, { yawDeg: 16 });
		expect(play('turn-left', [...REST, ...turning])).toMatchObject({ end: 'take', kept: [4, 5] });
		const far = faces({ yawDeg: -14 }, { yawDeg: -29 }, { yawDeg: -35 });
		expect(play('turn-right', [...REST, ...far])).toMatchObject({ end: 'take', kept: [3, 4] });
	});

	test('the other side is not what was asked', () => {
		const other = play('turn-left', [...REST, ...many(20, { yawDeg: -25 })]);
		expect(other).toMatchObject({ end: null, kept: [] });
		expect(other.watch.instruction).toBe('turn-left');
	});

	test('a mouth that stays open is taken after a while', () => {
		const looks = [...REST, ...many(10, { mouthOpen: 0.65 })];
		expect(play('open-mouth', looks)).toMatchObject({ end: 'take', looks: 3 + 8 });
	});

	test('the movement begins at rest: a head still turned is asked back first', () => {
		const turned = play('turn-left', many(10, { yawDeg: 25 }));
		expect(turned).toMatchObject({ end: null, kept: [], watch: { instruction: 'back-to-front' } });
		const open = play('open-mouth', many(10, { mouthOpen: 0.8 }));
		expect(open).toMatchObject({ end: null, kept: [], watch: { instruction: 'back-to-front' } });
	});

	test('eyes that are narrow at rest have to close all the same', () => {
		const rest = many(3, { blink: 0.45 });
		const narrow = play('blink', [...rest, ...many(20, { blink: 0.5 })]);
		expect(narrow).toMatchObject({ end: null, kept: [] });
		const closed = faces({ blink: 0.46 }, { blink: 0.72 }, { blink: 0.45 });
		expect(play('blink', [...rest, ...closed])).toMatchObject({ end: 'take', kept: [4] });
	});

	test('who comes into the picture in the middle undoes what was kept', () => {
		const two = readingOf(0, [faceOf({ yawDeg: 18 }), faceOf()]);
		const looks = [...REST, ...faces({ yawDeg: 16 }), two, ...many(2)];
		expect(play('turn-left', looks)).toMatchObject({ end: null, kept: [3], watch: { best: null } });
	});
});

describe('[C6] given up', () => {
	const nobody = Array.from({ length: LONG }, () => readingOf(0, []));
	const after = (change: Partial<ReadFace>) => [...REST, ...many(LONG, change)];

	test.each<[FaceFault, FaceStep, (Reading | null)[]]>([
		['no-face', 'front', nobody],
		['several-faces', 'front', nobody.map(() => readingOf(0, [faceOf(), faceOf()]))],
		['too-dark', 'blink', nobody.map(() => readingOf(0, [faceOf()], { luma: 30 }))],
		['too-small', 'front', many(LONG, { box: { x: 0, y: 0, width: 0.1, height: 0.1 } })],
		['not-frontal', 'front', many(LONG, { yawDeg: 30 })],
		['not-frontal', 'turn-left', many(LONG, { yawDeg: 30 })],
		['no-blink', 'blink', after({})],
		['no-turn', 'turn-left', after({ yawDeg: -25 })],
		['no-turn', 'turn-right', after({ yawDeg: 12 })],
		['no-mouth', 'open-mouth', after({ mouthOpen: 0.05 })],
		['no-face', 'open-mouth', [...REST, ...nobody]],
		['no-face', 'front', nobody.map(() => null)]
	])('%s at %s', (fault, step, readings) => {
		expect(play(step, readings)).toMatchObject({ end: fault });
	});

	test.each<[FaceFault, number]>([
		['no-mouth', 60],
		['not-frontal', 150]
	])('by most of its time and not by its last moment: %s', (fault, turned) => {
		const ahead = many(LONG - turned, { mouthOpen: 0.05 });
		const readings = [...REST, ...ahead, ...many(turned, { yawDeg: 30 })];
		expect(play('open-mouth', readings)).toMatchObject({ end: fault });
	});

	test('the movement has its own time after the rest', () => {
		const late = [...many(150, { yawDeg: 30 }), ...REST, ...many(150), ...faces({ blink: 0.8 })];
		expect(play('blink', late).end).toBe('take');
	});
});

test('[C6] whatever is seen: nothing is taken without its movement and its gate, and every step ends', () => {
	const readings = fc.array(
		fc.oneof(
			{ weight: 5, arbitrary: goodReading },
			{ weight: 1, arbitrary: anyReading },
			{ weight: 1, arbitrary: fc.constant(null) }
		),
		{ minLength: 60, maxLength: 90 }
	);
	let taken = 0;
	fc.assert(
		fc.property(fc.constantFrom(...FACE_STEPS), readings, (step, all) => {
			const { end, kept, looks } = play(step, all, 500);
			// 90 looks of half a second are more than both phases have
			if (all.length > (2 * PHASE_MS) / 500 + 1) expect(end).not.toBeNull();
			if (end !== 'take') return;
			taken++;
			const picture = all[kept.at(-1) ?? -1];
			expect(looks).toBeGreaterThanOrEqual(4);
			expect(picture?.luma).toBeGreaterThanOrEqual(55);
			const [face, other] = picture?.faces ?? [];
			expect((other?.box.width ?? 0) / (face?.box.width ?? 1)).toBeLessThan(0.25);
			if (step === 'blink') expect(face?.blink).toBeGreaterThan(0.4);
			if (step === 'open-mouth') expect(face?.mouthOpen).toBeGreaterThan(0.4);
			if (step === 'turn-left') expect(face?.yawDeg).toBeGreaterThan(13);
			if (step === 'turn-right') expect(face?.yawDeg).toBeLessThan(-13);
			else if (step !== 'turn-left') expect(Math.abs(face?.yawDeg ?? 99)).toBeLessThanOrEqual(12);
		}),
		{ numRuns: 400 }
	);
	expect(taken).toBeGreaterThan(20);
});
