// Whatever is noticed, and whenever: what the desk tells, replayed through the attempt's reducer, is what the signals come
// to when they are assessed all at once.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentKind } from '../attempt/events.ts';
import { after, BEFORE, event, uuid } from '../attempt/testing/events.ts';
import type { Millis } from '../shared/clock.ts';
import { assess, counts } from './assess.ts';
import { createIncidentDesk, type LeftIncident, type ToldIncident } from './incident-desk.ts';
import type { KindPolicy, Policy } from './policy.ts';
import type { Signal } from './signal.ts';

const of = (graceMs: number, mergeMs: number): KindPolicy => ({
	...{ severity: 'note', graceMs, mergeMs, moreAfterMs: null, moreAfterTimes: null }
});
const POLICY: Policy = {
	preset: 'standard',
	kinds: {
		'page-hidden': of(3000, 10_000),
		'connection-lost': of(0, 5000),
		copied: of(0, 30_000),
		'no-face': of(0, 4000),
		'window-blurred': { ...of(0, 0), severity: 'off' }
	}
};
const HELD = ['page-hidden', 'connection-lost', 'window-blurred'] as const;

type Step =
	| {
			readonly does: 'holds';
			readonly kind: IncidentKind;
			readonly holds: boolean;
			readonly ago: number;
	  }
	| { readonly does: 'happened'; readonly kind: IncidentKind; readonly ago: number }
	| { readonly does: 'face'; readonly ago: number; readonly again: boolean }
	| { readonly does: 'pass'; readonly ms: number }
	| { readonly does: 'look' };

const ago = fc.integer({ min: 0, max: 20_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		does: fc.constant('holds'),
		kind: fc.constantFrom(...HELD),
		holds: fc.boolean(),
		ago
	}),
	fc.record({ does: fc.constant('happened'), kind: fc.constantFrom('copied', 'page-hidden'), ago }),
	fc.record({
		does: fc.constant('face'),
		ago: fc.integer({ min: 0, max: 3000 }),
		again: fc.boolean()
	}),
	// an estimate of the server's time may go back a little; a closed lid, or a long quiet, forward a lot
	fc.record({ does: fc.constant('pass'), ms: fc.integer({ min: -3000, max: 8000 }) }),
	fc.record({ does: fc.constant('pass'), ms: fc.integer({ min: 0, max: 200_000 }) }),
	fc.constant({ does: 'look' })
);
const steps = fc.array(step, { maxLength: 80 });

/** Every signal that was ever there, without a memory that ends, by the rules of the desk: in order, and never from the future. */
function createModel() {
	const signals: Signal[] = [];
	const same = (kind: IncidentKind) =>
		signals.filter((one) => one.kind === kind && counts(one, POLICY));
	return {
		signals,
		open: (kind: IncidentKind) => same(kind).find(({ until }) => until === null),
		put(id: string, kind: IncidentKind, from: Millis, until: Millis | null) {
			const least = Math.max(...same(kind).map((one) => one.until ?? one.from));
			const begins = Math.max(from, least);
			const ends = until === null ? null : Math.max(begins, until);
			signals.push({ id, kind, track: null, from: begins, until: ends, sight: null });
		},
		end(id: string, until: Millis) {
			const n = signals.findIndex((one) => one.id === id);
			const one = signals[n];
			if (one) signals[n] = { ...one, until: Math.max(one.from, until) };
		}
	};
}

function play(all: readonly Step[], left: readonly LeftIncident[] = []) {
	let clock = BEFORE;
	let now = clock;
	let ids = 100;
	const told: { readonly at: Millis; readonly incident: ToldIncident }[] = [];
	const model = createModel();
	const newId = (): string => uuid(++ids);
	const desk = createIncidentDesk({
		...{ policy: POLICY, clock: { now: () => clock }, newId, left },
		tell: (incident) => told.push({ at: now, incident })
	});
	const end = (kind: IncidentKind): void => {
		const open = model.open(kind);
		if (open) model.end(open.id, now);
	};
	const face = (id: string, from: Millis, until: Millis | null): void =>
		desk.told({ id, kind: 'no-face', track: null, from, until, sight: null });

	function faceStep(from: Millis, again: boolean): void {
		const open = model.open('no-face');
		if (open && again) return face(open.id, open.from, null);
		if (open) {
			model.end(open.id, from);
			return face(open.id, open.from, Math.max(open.from, from));
		}
		const id = newId();
		model.put(id, 'no-face', from, null);
		face(id, from, null);
	}

	function take(one: Step): void {
		if (one.does === 'pass') return void (clock = Math.max(clock + one.ms, now - 4000));
		now = Math.max(now, clock);
		if (one.does === 'look') return desk.look();
		const from = now - one.ago;
		if (one.does === 'face') return faceStep(from, one.again);
		if (one.does === 'happened') {
			model.put(uuid(ids + 1), one.kind, from, from);
			return desk.happened(one.kind, { from });
		}
		if (!one.holds) end(one.kind);
		else if (!model.open(one.kind)) model.put(uuid(ids + 1), one.kind, from, null);
		desk.holds(one.kind, one.holds, { from });
	}

	for (const one of all) take(one);
	now = Math.max(now, clock);
	for (const kind of [...HELD, 'no-face'] as const) end(kind);
	desk.close();
	return { told, signals: model.signals, now, desk };
}

const sorted = (all: readonly object[]): string[] =>
	all.map((one) => JSON.stringify(one)).toSorted();
const bare = (one: Pick<ToldIncident, 'kind' | 'from' | 'until' | 'times'>) => ({
	...{ kind: one.kind, from: one.from - BEFORE, until: one.until && one.until - BEFORE },
	times: one.times
});
const replayed = (told: ReturnType<typeof play>['told']) =>
	after(
		told.map(({ at, incident: { sight: _, ...data } }) => [at, event('incident.noted', data)]),
		after([])
	).incidents;

describe('[C34] whatever is noticed, and whenever', () => {
	test('the log comes to what the signals come to, and nothing is left open', () => {
		fc.assert(
			fc.property(steps, (all) => {
				const { told, signals, now } = play(all);
				const log = Object.values(replayed(told)).map(bare);
				expect(sorted(log)).toEqual(sorted(assess(signals, POLICY, now).map(bare)));
				expect(log.every(({ until }) => until !== null)).toBe(true);
			}),
			{ numRuns: 1000 }
		);
	});

	test('no incident is told oftener than every 5 s, but for its last word', () => {
		fc.assert(
			fc.property(steps, (all) => {
				const { told } = play(all);
				for (const one of Map.groupBy(told, ({ incident }) => incident.id).values())
					for (const [n, { at }] of one.slice(1, -1).entries())
						expect(at - (one[n]?.at ?? 0)).toBeGreaterThanOrEqual(5000);
			})
		);
	});

	test('no telling says what the one before it has said, and nothing runs backwards', () => {
		fc.assert(
			fc.property(steps, (all) => {
				const { told } = play(all);
				for (const { at, incident } of told) {
					expect(incident.until ?? incident.from).toBeGreaterThanOrEqual(incident.from);
					expect(incident.until ?? at).toBeLessThanOrEqual(at);
				}
				for (const one of Map.groupBy(told, ({ incident }) => incident.id).values())
					for (const [n, { incident }] of one.slice(1).entries())
						expect(incident).not.toEqual(one[n]?.incident);
			})
		);
	});

	test('what an earlier page left open is over in the end, and its beginning stands', () => {
		const id = uuid(1);
		const kind = fc.constantFrom(...HELD, 'no-face' as const);
		fc.assert(
			fc.property(steps, kind, fc.integer({ min: 0, max: 60_000 }), (all, one, lasted) => {
				const from = BEFORE - 90_000;
				const until = from + lasted;
				const { told } = play(all, [{ id, kind: one, track: null, from, until, times: 1 }]);
				const known = replayed(told)[id];
				expect(known).toMatchObject({ kind: one, from });
				expect(known?.until).toBeGreaterThanOrEqual(until);
			})
		);
	});
});
