import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FACE_MOVES } from '../attempt/events.ts';
import { MIN_FACE_PX, MIN_GAP_MS, MIN_LUMA, TURN_DEG, type CheckFrame } from './check-faults.ts';
import { throwSteps, type FaceStep } from './face-steps.ts';
import { judgeCheck, type CheckFacts } from './judge-check.ts';
import { seenOf, type DrawnFace } from './testing/fake-engine.ts';

const PERSON = 1;
const thresholds = { accept: 0.45, refuse: 0.363 };
const plain: DrawnFace = {
	...{ person: PERSON, likeness: 0.8, turnDeg: 0, widthPx: 180, luma: 120, photo: 0, faces: 1 }
};
const roster = seenOf({ ...plain, likeness: 1, photo: 9000 });
const turnOf = (step: FaceStep): number =>
	step === 'turn-left' ? 20 : step === 'turn-right' ? -20 : 0;

const ISSUED = 1_000_000;
function frame(step: FaceStep, n: number, change: Partial<DrawnFace> = {}): CheckFrame {
	const face = { ...plain, photo: n + 1, turnDeg: turnOf(step), ...change };
	return {
		...{ step, at: ISSUED + (n + 1) * 1000, sha256: String(n).padStart(64, '0') },
		seen: { width: 640, height: 480, faces: face.faces, face: face.faces ? seenOf(face) : null }
	};
}
const STEPS = throwSteps(() => 0.3);
function facts(change: Partial<CheckFacts> = {}): CheckFacts {
	const steps = change.steps ?? STEPS;
	return {
		...{ steps, issuedAt: ISSUED, expiresAt: ISSUED + 90_000, roster, thresholds },
		...{ frames: steps.map((step, n) => frame(step, n)), earlier: [], unsureBefore: false },
		...change
	};
}
const withFrame = (n: number, change: Partial<DrawnFace>): CheckFacts =>
	facts({ frames: STEPS.map((step, at) => frame(step, at, at === n ? change : {})) });

describe('[C6] the judge', () => {
	test('accepts the person of the photo, with what each frame scored', () => {
		const judged = judgeCheck(facts());
		expect(judged).toMatchObject({ verdict: 'accepted', fault: null, score: 0.8 });
		expect(judged.scores).toEqual([0.8, 0.8, 0.8, 0.8, 0.8]);
	});

	test.each([
		[0.45, false, 'accepted', null],
		[0.4499, false, 'again', 'unsure'],
		[0.363, false, 'again', 'unsure'],
		[0.4499, true, 'person', 'unsure'],
		[0.3629, true, 'again', 'other-person']
	])('at a likeness of %s (unsure before: %s): %s, %s', (likeness, before, verdict, fault) => {
		const frames = STEPS.map((step, n) => frame(step, n, { likeness }));
		const judged = judgeCheck(facts({ frames, unsureBefore: before }));
		expect(judged).toMatchObject({ verdict, fault });
	});

	test('counts the front frames alone for the likeness', () => {
		const frames = STEPS.map((step, n) =>
			frame(step, n, { likeness: step === 'front' ? 0.6 : 0.5 })
		);
		expect(judgeCheck(facts({ frames })).score).toBe(0.6);
	});

	test('asks for a person where the roster has no face', () => {
		expect(judgeCheck(facts({ roster: null }))).toMatchObject({
			...{ verdict: 'person', fault: 'unsure', score: null }
		});
	});

	test('one copied frame of an earlier check may be chance, two are not, and one of its bytes is not', () => {
		const print = (photo: number) => ({ sha256: 'x', patch: seenOf({ ...plain, photo }).patch });
		expect(judgeCheck(facts({ earlier: [print(2)] })).verdict).toBe('accepted');
		expect(judgeCheck(facts({ earlier: [print(2), print(3)] })).fault).toBe('not-live');
		// who sits still looks ahead as they did before
		expect(judgeCheck(facts({ earlier: [print(1), print(5)] })).verdict).toBe('accepted');
		const unseen = { sha256: facts().frames[2]?.sha256 ?? '', patch: new Uint8Array() };
		expect(judgeCheck(facts({ earlier: [unseen] })).fault).toBe('not-live');
		expect(judgeCheck(facts({ earlier: [{ ...unseen, sha256: 'y' }] })).verdict).toBe('accepted');
	});

	test('two front frames may be as alike as copies, but not of one file; a movement may not', () => {
		const last = STEPS.length - 1;
		expect(judgeCheck(withFrame(last, { photo: 1 })).verdict).toBe('accepted');
		const frames = facts().frames.map((f, n) =>
			n === last ? { ...f, sha256: '0'.repeat(64) } : f
		);
		expect(judgeCheck(facts({ frames })).fault).toBe('not-live');
		for (let n = 1; n < last; n++)
			expect(judgeCheck(withFrame(n, { photo: 1 })).fault).toBe('not-live');
	});

	test('a camera may stand aside: a turn is measured against the front frames', () => {
		const aside = (by: number) =>
			facts({
				frames: STEPS.map((step, n) => frame(step, n, { turnDeg: turnOf(step) + by }))
			});
		expect(judgeCheck(aside(12)).verdict).toBe('accepted');
		expect(judgeCheck(aside(-12)).verdict).toBe('accepted');
		expect(judgeCheck(aside(16)).fault).toBe('not-frontal');
	});
});

/** One thing that is wrong, in some frame. */
const wrong = fc.oneof(
	fc.record({ faces: fc.constantFrom(0, 2, 3) }),
	fc.record({ widthPx: fc.double({ min: 1, max: MIN_FACE_PX - 0.1, noNaN: true }) }),
	fc.record({ luma: fc.double({ min: 0, max: MIN_LUMA - 0.1, noNaN: true }) }),
	fc.record({ person: fc.constant(2) }),
	fc.record({ photo: fc.constant(9000) })
);
const anyStep = fc.integer({ min: 0, max: STEPS.length - 1 });

describe('[C6] the judge, whatever comes', () => {
	test('never accepts with one thing wrong in one frame', () => {
		fc.assert(
			fc.property(anyStep, wrong, (n, change) => {
				expect(judgeCheck(withFrame(n, change)).verdict).not.toBe('accepted');
			})
		);
	});

	test('never accepts frames of one photograph, frames too fast, too late, or too few', () => {
		fc.assert(
			fc.property(anyStep, anyStep, fc.nat(MIN_GAP_MS - 1), (one, other, gap) => {
				const { frames } = facts();
				const copied = frames.map((f, n) =>
					n === one ? { ...(frames[other] ?? f), step: f.step, at: f.at } : f
				);
				const copy = facts({ frames: copied });
				if (one !== other) expect(judgeCheck(copy).verdict).not.toBe('accepted');
				const fast = frames.map((f, n) =>
					n === one && n > 0 ? { ...f, at: (frames[n - 1]?.at ?? 0) + gap } : f
				);
				if (one > 0) expect(judgeCheck(facts({ frames: fast })).verdict).not.toBe('accepted');
				const late = frames.map((f, n) => (n >= one ? { ...f, at: f.at + 90_000 } : f));
				expect(judgeCheck(facts({ frames: late })).fault).toBe('expired');
				expect(judgeCheck(facts({ frames: frames.slice(0, one) })).fault).toBe('expired');
			})
		);
	});

	test('never accepts movements in another order than was asked for', () => {
		fc.assert(
			fc.property(fc.shuffledSubarray([...FACE_MOVES], { minLength: 3, maxLength: 3 }), (moves) => {
				const sent: FaceStep[] = ['front', ...moves, 'front'];
				const judged = judgeCheck(facts({ frames: sent.map((step, n) => frame(step, n)) }));
				expect(judged.verdict === 'accepted').toBe(sent.join() === STEPS.join());
			})
		);
	});

	test('never takes more likeness for less, nor a larger turn to the right side for none', () => {
		const RANK = { again: 0, person: 1, accepted: 2 };
		const likeness = fc.double({ min: 0.05, max: 1, noNaN: true });
		fc.assert(
			fc.property(likeness, likeness, fc.boolean(), (a, b, unsureBefore) => {
				const rank = (value: number) =>
					RANK[
						judgeCheck(
							facts({
								unsureBefore,
								frames: STEPS.map((step, n) => frame(step, n, { likeness: value }))
							})
						).verdict
					];
				expect(rank(Math.max(a, b))).toBeGreaterThanOrEqual(rank(Math.min(a, b)));
			})
		);
		const turning = STEPS.findIndex((step) => step.startsWith('turn'));
		const side = Math.sign(turnOf(STEPS[turning] ?? 'front'));
		fc.assert(
			fc.property(fc.double({ min: -60, max: 60, noNaN: true }), (degrees) => {
				const judged = judgeCheck(withFrame(turning, { turnDeg: degrees }));
				expect(judged.verdict === 'accepted').toBe(side * degrees >= TURN_DEG);
			})
		);
	});
});
