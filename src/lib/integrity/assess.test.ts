import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, type Incident } from './assess.ts';
import type { KindPolicy, Policy } from './policy.ts';
import { bySeverity, severityOf } from './severity.ts';
import type { Signal } from './signal.ts';

const NOW = 100_000;
const of = (graceMs: number, mergeMs: number): KindPolicy => ({
	...{ severity: 'note', graceMs, mergeMs, moreAfterMs: 5000, moreAfterTimes: 3 }
});
const POLICY: Policy = {
	preset: 'standard',
	kinds: {
		'page-hidden': of(3000, 2000),
		'camera-covered': of(0, 1000),
		copied: of(0, 0),
		'window-blurred': { ...of(0, 0), severity: 'off' }
	}
};
const signal = (id: string, from: number, until: number | null, more: Partial<Signal> = {}) => ({
	...{ id, kind: 'page-hidden' as const, track: null, from, until, sight: null },
	...more
});
const assessed = (...signals: Signal[]) => assess(signals, POLICY, NOW);

describe('[C25][C27] from signals to incidents', () => {
	test('[C27] a notification that pops up for a second is no incident', () => {
		expect(assessed(signal('a', 1000, 2000))).toEqual([]);
		expect(assessed(signal('a', 1000, 3999))).toEqual([]);
		expect(assessed(signal('a', 1000, 4000))).toMatchObject([{ from: 1000, until: 4000 }]);
	});

	test('what lasts is one as soon as it has lasted long enough', () => {
		expect(assessed(signal('a', NOW - 2999, null))).toEqual([]);
		expect(assessed(signal('a', NOW - 3000, null))).toMatchObject([{ until: null, times: 1 }]);
	});

	test('short ones with little between them are one; their gaps do not count towards the grace', () => {
		const two = [signal('a', 0, 1400), signal('b', 3000, 4000)];
		expect(assessed(...two)).toEqual([]);
		expect(assessed(...two, signal('c', 6000, 6600))).toEqual([
			{
				...{ id: 'a', kind: 'page-hidden', track: null, from: 0, until: 6600 },
				...{ times: 3, signals: ['a', 'b', 'c'] }
			}
		]);
		expect(assessed(...two, signal('c', 6001, 6601))).toEqual([]);
	});

	test('time that two tell of counts once', () => {
		expect(assessed(signal('a', 0, 2000), signal('b', 0, 2000), signal('c', 500, 900))).toEqual([]);
	});

	test('[C28] a moment is one where nothing has to last, and else none, with nothing to join', () => {
		expect(assessed(signal('a', 5, 5, { kind: 'copied' }))).toMatchObject([{ from: 5, until: 5 }]);
		expect(assessed(signal('a', 5, 5))).toEqual([]);
		const joined = [signal('a', 0, 3000), signal('b', 5000, 5000), signal('c', 7000, 10_000)];
		expect(assessed(...joined)).toMatchObject([{ until: 3000 }, { from: 7000 }]);
	});

	test('copies are one: the first beginning, the last end that was told', () => {
		const copies = [signal('a', 10, null), signal('a', 4, 5000), signal('a', 8, 4000)];
		expect(assessed(...copies)).toMatchObject([{ from: 4, until: 5000, times: 1 }]);
		expect(assessed(signal('a', 9000, 8000, { kind: 'camera-covered' }))).toMatchObject([
			{ from: 9000, until: 9000 }
		]);
	});

	test('[C29] another track or kind is another; what the policy does not look at is none', () => {
		const covered = { kind: 'camera-covered', track: 'camera' } as const;
		expect(
			assessed(
				signal('b', 0, null, covered),
				signal('a', 0, null, { ...covered, track: 'screen' }),
				signal('c', 0, null, { kind: 'window-blurred' })
			)
		).toMatchObject([{ track: 'screen' }, { track: 'camera' }]);
	});
});

const times = fc.integer({ min: 0, max: 30_000 });
const signals = fc.array(
	fc.record({
		id: fc.constantFrom(...'abcdefgh'),
		kind: fc.constantFrom('page-hidden', 'camera-covered', 'copied', 'window-blurred'),
		track: fc.constantFrom(null, 'camera'),
		from: times,
		until: fc.option(times),
		sight: fc.constant(null)
	}),
	{ maxLength: 14 }
);
const spansOf = (incidents: readonly Incident[]) =>
	incidents.map(({ kind, track, from, until }) => ({ kind, track, from, until }));
const asSignals = (incidents: readonly Incident[]): Signal[] =>
	incidents.map((one) => ({ ...one, sight: null }));

describe('[C34] whatever is told', () => {
	test('in which order and how often changes nothing', () => {
		const shuffled = signals.chain((all) =>
			fc.tuple(
				fc.constant(all),
				fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })
			)
		);
		fc.assert(
			fc.property(shuffled, times, ([all, twice], now) => {
				expect(assess(twice, POLICY, now)).toEqual(assess(all, POLICY, now));
			})
		);
	});

	test('merging merges all there is to merge: assessed again it is the same', () => {
		fc.assert(
			fc.property(signals, times, (all, now) => {
				const once = assess(all, POLICY, now);
				expect(spansOf(assess(asSignals(once), POLICY, now))).toEqual(spansOf(once));
			})
		);
	});

	test('a span that is told in two halves changes nothing but how many there were', () => {
		fc.assert(
			fc.property(signals, times, times, (all, now, cut) => {
				const ids = new Set(all.map(({ id }) => id));
				fc.pre(ids.size === all.length);
				const halves = all.flatMap((one): Signal[] => {
					if (one.from >= cut || cut >= (one.until ?? now)) return [one];
					return [
						{ ...one, until: cut },
						{ ...one, id: `${one.id}2`, from: cut }
					];
				});
				expect(spansOf(assess(halves, POLICY, now))).toEqual(spansOf(assess(all, POLICY, now)));
			})
		);
	});

	test('between two incidents of a kind and track there is more than their gap', () => {
		fc.assert(
			fc.property(signals, times, (all, now) => {
				for (const one of Map.groupBy(
					assess(all, POLICY, now),
					({ kind, track }) => `${kind}${String(track)}`
				).values())
					for (const [n, { kind, from }] of one.slice(1).entries())
						expect(from - (one[n]?.until ?? Infinity)).toBeGreaterThan(
							POLICY.kinds[kind]?.mergeMs ?? 0
						);
			})
		);
	});

	test('how much it matters never falls while it lasts', () => {
		fc.assert(
			fc.property(signals, times, times, (all, a, b) => {
				const [before, later] = [Math.min(a, b), Math.max(a, b)];
				const after = assess(all, POLICY, later);
				for (const one of assess(all, POLICY, before)) {
					const same = after.find(({ id, kind, track }) =>
						[id === one.id, kind === one.kind, track === one.track].every(Boolean)
					);
					expect(same).toBeDefined();
					if (!same) continue;
					const weighed = severityOf(POLICY, one, before);
					expect(bySeverity(severityOf(POLICY, same, later), weighed)).toBeGreaterThanOrEqual(0);
				}
			})
		);
	});
});
