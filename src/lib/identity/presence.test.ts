import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPresence, type Presence } from './presence.ts';
import type { PresenceSignal } from './presence-signal.ts';
import { GAP_MS, REST_MS } from './presence-span.ts';
import type { ReadFace } from './reading.ts';
import { faceOf, readingOf } from './testing/readings.ts';

type Scene = 'quiet' | 'empty' | 'two' | 'away' | 'down' | 'glance';
const FACES: Readonly<Record<Scene, readonly ReadFace[]>> = {
	quiet: [faceOf()],
	empty: [],
	two: [faceOf(), faceOf()],
	away: [faceOf({ yawDeg: -44 })],
	down: [faceOf({ pitchDeg: -40 })],
	glance: [faceOf({ yawDeg: 22, pitchDeg: -8 })]
};

const presenceOf = (): Presence => {
	let signals = 0;
	return createPresence(() => `s${++signals}`);
};

/** @param everyMs of the looks @param script scenes with the second at which each begins, and the end */
function watched(
	script: readonly (readonly [Scene, number])[],
	end: number,
	everyMs = 1000,
	presence = presenceOf()
): { at: number; signal: PresenceSignal }[] {
	const told: { at: number; signal: PresenceSignal }[] = [];
	let at = 0;
	while (at < end * 1000) {
		const [scene] = script.findLast(([, second]) => second * 1000 <= at) ?? ['quiet'];
		for (const signal of presence.see(readingOf(at, FACES[scene])).told) told.push({ at, signal });
		const due = presence.dueAt() ?? Infinity;
		const next = at - (at % everyMs) + everyMs;
		at = due > at ? Math.min(next, due) : next;
	}
	for (const signal of presence.end()) told.push({ at, signal });
	return told;
}
const told = (...args: Parameters<typeof watched>) =>
	watched(...args).map(({ signal: { kind, from, until } }) => [kind, from, until]);

describe('[C30] what is noticed', () => {
	test('nobody for more than three seconds, from the first moment, told again when over', () => {
		const all = watched(
			[
				['quiet', 0],
				['empty', 10],
				['quiet', 20]
			],
			30
		);
		expect(all.map(({ signal }) => signal)).toEqual([
			{ id: 's1', kind: 'no-face', from: 10_000, until: null, strongest: 3, picture: null },
			{ id: 's1', kind: 'no-face', from: 10_000, until: 20_000, strongest: 9, picture: null }
		]);
		expect(all[0]?.at).toBe(13_001);
	});

	test('nobody for three seconds is nothing', () => {
		expect(
			told(
				[
					['quiet', 0],
					['empty', 10],
					['quiet', 12.9]
				],
				30
			)
		).toEqual([]);
	});

	test('a second person at two looks running; a single false find is nothing', () => {
		expect(
			told(
				[
					['quiet', 0],
					['two', 10],
					['quiet', 12]
				],
				30
			)
		).toEqual([
			['several-faces', 10_000, null],
			['several-faces', 10_000, 12_000]
		]);
		expect(
			told(
				[
					['quiet', 0],
					['two', 10],
					['quiet', 10.5]
				],
				30
			)
		).toEqual([]);
	});

	test('away for more than five seconds, to the side or down', () => {
		for (const scene of ['away', 'down'] as const)
			expect(
				told(
					[
						['quiet', 0],
						[scene, 10],
						['quiet', 20]
					],
					30
				)
			).toEqual([
				['looking-away', 10_000, null],
				['looking-away', 10_000, 20_000]
			]);
		expect(
			told(
				[
					['quiet', 0],
					['away', 10],
					['quiet', 14.9]
				],
				30
			)
		).toEqual([]);
	});

	test('notes at the edge of the screen are not away', () => {
		expect(told([['glance', 0]], 60)).toEqual([]);
	});

	test('a head that turns back half-way is away until it is back', () => {
		const presence = presenceOf();
		const degrees = [40, 40, 27, 27, 40, 27, 27, 20, 20, 20];
		const signals = degrees.flatMap((yawDeg, second) => [
			...presence.see(readingOf(second * 1000, [faceOf({ yawDeg })])).told
		]);
		expect(signals.map(({ from, until, strongest }) => [from, until, strongest])).toEqual([
			[0, null, 40],
			[0, 7000, 40]
		]);
	});

	test('a look that loses the face of who looks away does not begin it anew', () => {
		const presence = presenceOf();
		const scenes: readonly Scene[] = ['away', 'away', 'empty', 'away', 'away', 'away', 'away'];
		const signals = scenes.flatMap((scene, second) => [
			...presence.see(readingOf(second * 1000, FACES[scene])).told
		]);
		expect(signals).toMatchObject([{ kind: 'looking-away', from: 0 }]);
	});

	test('a short return does not split it, a longer one does', () => {
		expect(
			told(
				[
					['empty', 0],
					['quiet', 10],
					['empty', 11],
					['quiet', 20]
				],
				30
			)
		).toEqual([
			['no-face', 0, null],
			['no-face', 0, 20_000]
		]);
		expect(
			told(
				[
					['empty', 0],
					['quiet', 10],
					['empty', 14]
				],
				20
			)
		).toEqual([
			['no-face', 0, null],
			['no-face', 0, 10_000],
			['no-face', 14_000, null],
			['no-face', 14_000, 19_000]
		]);
	});

	test('the strongest moment is that of the most people, and wants a picture of its own', () => {
		const presence = presenceOf();
		const counts = [1, 2, 2, 2, 3, 2, 1, 1, 1];
		const seen = counts.map((count, second) =>
			presence.see(
				readingOf(
					second * 1000,
					Array.from({ length: count }, () => faceOf())
				)
			)
		);
		expect(seen.map(({ strongest }) => strongest.length)).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 0]);
		expect(seen.flatMap((one) => one.told).at(-1)).toMatchObject({ strongest: 3, until: 6000 });
	});
});

describe('[C30] looks that do not come', () => {
	test('are not a missing face', () => {
		const presence = presenceOf();
		for (const at of [0, 1000, 60_000, 61_000])
			expect(presence.see(readingOf(at)).told).toEqual([]);
		// an empty chair before and after, and nobody knows of in between
		const other = presenceOf();
		for (const at of [0, 1000, 60_000, 61_000])
			expect(other.see(readingOf(at, [])).told).toEqual([]);
	});

	test('end what was open where it was last seen', () => {
		const presence = presenceOf();
		for (const at of [0, 1000, 2000, 3500]) presence.see(readingOf(at, []));
		expect(presence.lapse(3500 + GAP_MS)).toEqual([]);
		expect(presence.lapse(3501 + GAP_MS)).toMatchObject([{ kind: 'no-face', until: 3500 }]);
		expect(presence.open()).toEqual([]);
	});

	test('twice, or late, they tell nothing new', () => {
		const presence = presenceOf();
		expect(presence.see(readingOf(1000, FACES.two)).told).toEqual([]);
		expect(presence.see(readingOf(1000, FACES.two)).told).toEqual([]);
		expect(presence.see(readingOf(500, FACES.two)).told).toEqual([]);
		expect(presence.see(readingOf(2000, FACES.two)).told).toHaveLength(1);
	});
});

describe('[C30] any sequence', () => {
	const scene = fc.constantFrom<Scene>('quiet', 'empty', 'two', 'away', 'down', 'glance');
	const looks = fc.array(fc.tuple(scene, fc.integer({ min: 1, max: 6000 })), { maxLength: 200 });

	function run(sequence: readonly (readonly [Scene, number])[]): PresenceSignal[] {
		const presence = presenceOf();
		let at = 0;
		const signals = sequence.flatMap(([what, waited]) => {
			at += waited;
			return [...presence.see(readingOf(at, FACES[what])).told];
		});
		return [...signals, ...presence.end()];
	}

	test('each signal is told twice, by one id: begun, then over, and nothing gets weaker', () => {
		fc.assert(
			fc.property(looks, (sequence) => {
				const byId = Map.groupBy(run(sequence), ({ id }) => id);
				for (const [begun, over, ...more] of byId.values()) {
					expect(more).toEqual([]);
					expect([begun?.until, over?.from, over?.kind]).toEqual([null, begun?.from, begun?.kind]);
					expect(over?.until).toBeGreaterThanOrEqual(begun?.from ?? Infinity);
					expect(over?.strongest).toBeGreaterThanOrEqual(begun?.strongest ?? Infinity);
				}
			})
		);
	});

	test('two of a kind have time between them, and are told in order', () => {
		fc.assert(
			fc.property(looks, (sequence) => {
				const over = run(sequence).filter(({ until }) => until !== null);
				for (const [, same] of Map.groupBy(over, ({ kind }) => kind))
					for (const [index, { from }] of same.entries())
						if (index > 0)
							expect(from - (same[index - 1]?.until ?? 0)).toBeGreaterThanOrEqual(
								Math.min(REST_MS, GAP_MS)
							);
			})
		);
	});

	test('who sits before the screen is never told of, however the looks come', () => {
		const calm = fc.constantFrom<Scene>('quiet', 'glance');
		const sequence = fc.array(fc.tuple(calm, fc.integer({ min: 1, max: 90_000 })), {
			maxLength: 200
		});
		fc.assert(
			fc.property(sequence, (one) => {
				expect(run(one)).toEqual([]);
			})
		);
	});

	test('fewer looks never make a signal longer than it was', () => {
		fc.assert(
			fc.property(
				fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
				fc.integer({ min: 1, max: 20 }),
				(kept, seconds) => {
					const presence = presenceOf();
					for (const [second, keep] of kept.entries()) {
						const gone = second >= 20 && second < 20 + seconds;
						if (!keep) continue;
						for (const { from, until } of presence.see(
							readingOf(second * 1000, gone ? [] : FACES.quiet)
						).told) {
							expect(from).toBeGreaterThanOrEqual(20_000);
							// the first look after it
							if (until !== null)
								expect(kept.slice(20 + seconds, Math.ceil(until / 1000)).some(Boolean)).toBe(false);
						}
					}
				}
			)
		);
	});

	test.each([500, 1000])('found within five seconds, a look every %i ms', (everyMs) => {
		fc.assert(
			fc.property(
				fc.constantFrom<Scene>('empty', 'two', 'away'),
				fc.integer({ min: 0, max: 999 }),
				fc.integer({ min: 0, max: 40 }),
				(what, phase, late) => {
					const begins = 10 + phase / 1000;
					const [first] = watched(
						[
							['quiet', 0],
							[what, begins]
						],
						30,
						everyMs + late
					);
					const allowed = what === 'away' ? 10_000 : 5000;
					expect(first?.at).toBeLessThanOrEqual(begins * 1000 + allowed);
				}
			)
		);
	});
});
