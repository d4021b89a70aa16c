import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PresenceSignal } from './presence-signal.ts';
import { GAP_MS, REST_MS } from './presence-span.ts';
import { readingOf } from './testing/readings.ts';
import { FACES, presenceOf, watched, type Scene } from './testing/scenes.ts';

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
