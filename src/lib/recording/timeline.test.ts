import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	at,
	gapsOf,
	nextFilm,
	reviewBegin,
	timeline,
	type Timeline,
	type TimelinePart,
	type TrackTimeline
} from './timeline.ts';

const SPAN = { from: 1000, until: 11_000 };
const part = (
	id: string,
	startedAt: number,
	durationMs: number,
	track: TimelinePart['track'] = 'camera'
): TimelinePart => ({ id, track, startedAt, durationMs });
const trackOf = ({ tracks }: Timeline<TimelinePart>, n: number): TrackTimeline<TimelinePart> => {
	const track = tracks[n];
	if (!track) throw new Error('no such track');
	return track;
};
const camera = (...parts: TimelinePart[]): TrackTimeline<TimelinePart> =>
	trackOf(timeline(parts, SPAN, ['camera']), 0);
const shape = (track: TrackTimeline<TimelinePart>): string[] =>
	track.pieces.map((piece) => {
		const name = piece.kind === 'film' ? `${piece.part.id}+${piece.offsetMs}` : 'gap';
		return `${piece.from}-${piece.until} ${name} ${piece.phase}`;
	});

test('[C15] parts, the gap between them and what is missing at both ends', () => {
	const track = camera(part('b', 6000, 4000), part('a', 1500, 3500));
	expect(shape(track)).toEqual([
		'1000-1500 gap inside',
		'1500-5000 a+0 inside',
		'5000-6000 gap inside',
		'6000-10000 b+0 inside',
		'10000-11000 gap inside'
	]);
	expect(track.recordedMs).toBe(7500);
	expect(track.missingMs).toBe(2500);
});

test('[C15] where two parts overlap, the later started one plays and the overlap is named', () => {
	const track = camera(part('long', 1000, 10_000), part('short', 4000, 2000));
	expect(shape(track)).toEqual([
		'1000-4000 long+0 inside',
		'4000-6000 short+0 inside',
		'6000-11000 long+5000 inside'
	]);
	expect(track.overlaps).toEqual([
		{ from: 4000, until: 6000, parts: ['long', 'short'], plays: 'short' }
	]);
	expect(track.recordedMs).toBe(10_000);
});

test('[C23] film after the end is kept and flagged, and is not counted as needed', () => {
	const track = camera(part('a', 500, 12_000));
	expect(shape(track)).toEqual([
		'500-1000 a+0 before',
		'1000-11000 a+500 inside',
		'11000-12500 a+10500 after'
	]);
	expect(track.afterEndMs).toBe(1500);
	expect(track.missingMs).toBe(0);
});

test('[E4] all tracks share one extent; a track without parts is one gap', () => {
	const both = timeline([part('a', 0, 3000)], SPAN, ['camera', 'screen']);
	expect(both.extent).toEqual({ from: 0, until: 11_000 });
	expect(shape(trackOf(both, 1))).toEqual(['0-1000 gap before', '1000-11000 gap inside']);
	expect(nextFilm(both.tracks, -1)).toBe(0);
	expect(nextFilm(both.tracks, 5000)).toBeNull();
});

test('[C15] a part without film makes no segment and is listed', () => {
	const track = camera(part('nothing', 2000, 0));
	expect(gapsOf(track)).toHaveLength(1);
	expect(track.empty.map(({ id }) => id)).toEqual(['nothing']);
});

const anyPart = fc.record({
	id: fc.uuid(),
	track: fc.constantFrom('camera' as const, 'screen' as const),
	startedAt: fc.integer({ min: 0, max: 60_000 }),
	durationMs: fc.integer({ min: 0, max: 20_000 })
});
const anyTimeline = fc
	.tuple(
		fc.uniqueArray(anyPart, { maxLength: 12, selector: ({ id }) => id }),
		fc.integer({ min: 0, max: 30_000 }),
		fc.integer({ min: 0, max: 30_000 })
	)
	.map(([parts, from, length]) => ({
		parts,
		...timeline(parts, { from, until: from + length }, ['camera', 'screen'])
	}));

test('[C15] property: the pieces cover the extent exactly once', () => {
	fc.assert(
		fc.property(anyTimeline, ({ tracks, extent }) => {
			for (const { pieces } of tracks) {
				let end = extent.from;
				for (const piece of pieces) {
					expect(piece.from).toBe(end);
					expect(piece.until).toBeGreaterThan(piece.from);
					end = piece.until;
				}
				expect(end).toBe(extent.until);
			}
		})
	);
});

test('[E4] property: at any instant the picture is the later started part that was filming, at its own time', () => {
	fc.assert(
		fc.property(
			anyTimeline,
			fc.integer({ min: 0, max: 90_000 }),
			({ tracks, parts, extent }, t) => {
				for (const track of tracks) {
					const found = at(track, t);
					expect(found === null).toBe(
						t < extent.from || t > extent.until || track.pieces.length === 0
					);
					if (!found || t === extent.until) continue;
					const filming = parts
						.filter((p) => p.track === track.track)
						.filter((p) => p.startedAt <= t && t < p.startedAt + p.durationMs);
					if (found.piece.kind === 'gap') expect(filming).toEqual([]);
					else {
						expect(found.piece.part.startedAt).toBe(Math.max(...filming.map((p) => p.startedAt)));
						expect(found.piece.part.startedAt + found.offsetMs).toBe(t);
					}
				}
			}
		)
	);
});

test('[C15] property: between entry and end, film and missing add up; overlaps are where two filmed', () => {
	fc.assert(
		fc.property(anyTimeline, ({ tracks, span }) => {
			for (const track of tracks) {
				const inside = track.pieces.filter((p) => p.kind === 'film' && p.phase === 'inside');
				const filmed = inside.reduce((sum, p) => sum + p.until - p.from, 0);
				expect(filmed + track.missingMs).toBe(span.until - span.from);
				for (const { from, parts, plays } of track.overlaps) {
					const found = at(track, from);
					expect(found?.piece.kind === 'film' && found.piece.part.id).toBe(plays);
					expect(parts.length).toBeGreaterThan(1);
				}
			}
		})
	);
});

test('[E4] a review begins where the tracks that start together all have film', () => {
	const begin = (...parts: TimelinePart[]): number =>
		reviewBegin(timeline(parts, SPAN, ['camera', 'screen']));
	expect(begin(part('a', 1200, 5000), part('s', 1300, 5000, 'screen'))).toBe(1300);
	expect(begin(part('a', 1200, 5000), part('s', 9000, 500, 'screen'))).toBe(1200);
	expect(begin()).toBe(SPAN.from);
});

test('[E4][P4] the phone, which films before the entry, begins a review only where it is alone', () => {
	const phone = part('p', 100, 9000, 'evidence');
	const begin = (...parts: TimelinePart[]): number =>
		reviewBegin(timeline(parts, SPAN, ['camera', 'screen', 'evidence']));
	expect(begin(phone, part('a', 1200, 5000))).toBe(1200);
	expect(begin(phone)).toBe(100);
});
