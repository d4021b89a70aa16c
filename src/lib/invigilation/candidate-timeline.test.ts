import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidateTimeline, standingOf } from './candidate-timeline.ts';
import { incident, line, LINES, NOW, sampleCandidate, T } from './testing/sample-candidate.ts';

const view = sampleCandidate();

test('[I2] incidents are spans that stand as a person has judged them; an open one reaches to now', () => {
	const { incidents, extent } = candidateTimeline(view, LINES, NOW);
	expect(extent).toEqual({ from: T - 60_000, until: T + 960_000 });
	expect(incidents.map(({ key, standing }) => [key, standing])).toEqual([
		['away', 'dismissed'],
		['reloaded', 'note'],
		['blurred', 'noted'],
		['faces', 'to-judge']
	]);
	expect(incidents.at(-1)).toMatchObject({ open: true, from: NOW - 33_000, until: NOW });
});

test('[I2][I4] a violation waits for a second person, then stands', () => {
	const violation = { verdict: 'violation', at: T, reviewed: false, times: 1 } as const;
	expect(standingOf(incident('a', { judgement: violation }))).toBe('to-review');
	const seen = { ...violation, reviewed: true };
	expect(standingOf(incident('a', { judgement: seen }))).toBe('violation');
	// what is only noted may be judged, and needs nobody
	expect(standingOf(incident('a', { severity: 'note' }))).toBe('note');
});

test('[I2] after the end an open incident reaches no further than it', () => {
	const over = { ...view, times: { ...view.times, endedAt: T + 500_000 } };
	const { incidents } = candidateTimeline(over, LINES, T + 900_000);
	expect(incidents.at(-1)?.until).toBe(T + 500_000);
});

test('[I2] steps, chapters and grants in order; the grant that was taken back is the last that stood', () => {
	const undo = line(10, 'act.undone', T + 320_000, { data: { act: 'grant-time' } });
	const second = line(9, 'time.granted', T + 300_000, { data: { ms: 120_000 } });
	const { steps } = candidateTimeline(view, [...LINES, second, undo], NOW);
	expect(steps).toEqual([
		{ kind: 'entry', at: T - 60_000 },
		{ kind: 'start', at: T },
		{ kind: 'grant', at: T + 200_000, ms: 60_000, undone: false },
		{ kind: 'chapter', at: T + 240_000, question: 1 },
		{ kind: 'grant', at: T + 300_000, ms: 120_000, undone: true }
	]);
});

const stop = (seq: number, at: number, why = 'hidden') =>
	line(seq, 'phone.interrupted', at, { data: { at, why } });
const film = (seq: number, at: number, since = at) =>
	line(seq, 'phone.filming', at, { data: { since } });

test('[I2][C33] the phone is interrupted from the first word to the next film; silence with film is none', () => {
	const lines = [
		...[stop(1, T + 10_000), stop(2, T + 12_000), film(3, T + 30_000)],
		...[stop(4, T + 50_000, 'silent'), film(5, T + 80_000, T + 40_000)],
		stop(6, T + 100_000)
	];
	expect(candidateTimeline(view, lines, T + 160_000).interruptions).toEqual([
		{ from: T + 10_000, until: T + 30_000 },
		{ from: T + 100_000, until: T + 160_000 }
	]);
});

test('[I2][C33] of a long log whose lines are not all told: what the phone did not film is not drawn as filmed', () => {
	const gap = (key: string, from: number, until: number | null) =>
		incident(key, {
			...{ incident: 'phone-interrupted', track: 'evidence' },
			...{ at: T + from, until: until === null ? null : T + until }
		});
	const silence = { ...gap('silent', 60_000, 70_000), incident: 'phone-silent' } as const;
	const incidents = [gap('first', 10_000, 30_000), silence, gap('second', 80_000, 95_000)];
	// the word before this one is not told any more
	const lines = [film(2000, T + 95_000), stop(2001, T + 100_000), film(2002, T + 110_000)];
	const drawn = (more: Partial<typeof view>) =>
		candidateTimeline({ ...view, ...more }, lines, T + 160_000).interruptions;
	const three = [
		{ from: T + 10_000, until: T + 30_000 },
		{ from: T + 80_000, until: T + 95_000 },
		{ from: T + 100_000, until: T + 110_000 }
	];
	expect(drawn({ incidents })).toEqual(three);
	// stopped by hand before its lines, or not filming now
	const open = { from: T + 120_000, until: T + 160_000 };
	expect(drawn({ incidents: [...incidents, gap('last', 120_000, null)] })).toEqual([
		...three,
		open
	]);
	const unjudged = { key: null, kind: 'phone-silent', severity: 'serious' } as const;
	const phoneNow = { ...unjudged, from: T + 120_000, until: null };
	expect(drawn({ incidents, phoneNow })).toEqual([...three, open]);
});

test('[I2] what no digest vouches for on two tracks is one span, within the interview', () => {
	const blind = (from: number, until: number, track: 'camera' | 'screen') => ({
		...{ part: track, track, from: T + from, until: T + until }
	});
	const unwitnessed = [
		...[blind(-200_000, -50_000, 'camera'), blind(10_000, 30_000, 'camera')],
		...[blind(25_000, 40_000, 'screen'), blind(60_000, 70_000, 'screen')]
	];
	expect(candidateTimeline({ ...view, unwitnessed }, [], NOW).unwitnessed).toEqual([
		{ from: T - 60_000, until: T - 50_000 },
		{ from: T + 10_000, until: T + 40_000 },
		{ from: T + 60_000, until: T + 70_000 }
	]);
});

test('[I2] before the entry the ruler is the sitting’s own; a line that cannot be read moves nothing', () => {
	const times = { ...view.times, enteredAt: null, startedAt: null, chapters: [] };
	const odd = [line(1, 'time.granted', T, { data: { ms: 'x' } }), line(2, 'later.thing', T)];
	const drawn = candidateTimeline(
		{ ...view, times, incidents: [], unwitnessed: [] },
		odd,
		T - 1000
	);
	expect(drawn).toEqual({
		extent: { from: T, until: T + 960_000 },
		...{ incidents: [], steps: [], interruptions: [], unwitnessed: [] }
	});
});

test('[I2] spans that are drawn never overlap, never run backwards and never leave the ruler', () => {
	const offset = fc.integer({ min: -400_000, max: 1_500_000 });
	fc.assert(
		fc.property(fc.array(fc.tuple(offset, fc.boolean(), offset)), offset, (words, passed) => {
			const lines = words.map(([at, stops, since], seq) =>
				stops ? stop(seq, T + at) : film(seq, T + at, T + since)
			);
			const { interruptions, extent } = candidateTimeline(view, lines, T + passed);
			let last = extent.from;
			for (const { from, until } of interruptions) {
				expect(from).toBeGreaterThanOrEqual(last);
				expect(until).toBeGreaterThan(from);
				last = until;
			}
			expect(last).toBeLessThanOrEqual(extent.until);
		})
	);
});
