// A track as a reviewer sees it: parts laid on the wall clock, with the gaps and overlaps between them (C15, E4).
// Pure arithmetic on server time; where the pictures come from is not its business.
import type { Millis } from '../shared/clock.ts';
import type { Track } from './part.ts';

/** What the timeline must know of a part; callers hang on it whatever else they need (an address, a source). */
export interface TimelinePart {
	readonly id: string;
	readonly track: Track;
	/** Server time of the first frame. */
	readonly startedAt: Millis;
	/** Length of the film, measured once it is seekable; before that, an estimate. */
	readonly durationMs: number;
}

/** The time that ought to be on film: entry to end (C15, C23). */
export interface Span {
	readonly from: Millis;
	readonly until: Millis;
}

/** Film outside the span is kept and flagged. */
export type Phase = 'before' | 'inside' | 'after';

export interface Segment<P extends TimelinePart> extends Span {
	readonly kind: 'film';
	readonly part: P;
	/** Where in the part's film the segment begins, ms. */
	readonly offsetMs: number;
	readonly phase: Phase;
}

export interface Gap extends Span {
	readonly kind: 'gap';
	/** A gap before the entry or after the end is not missing film. */
	readonly phase: Phase;
}

export type Piece<P extends TimelinePart> = Segment<P> | Gap;

/** Two or more parts filmed at once (a second device, a clock that jumped). */
export interface Overlap extends Span {
	readonly parts: readonly string[];
	/** The later started one: the candidate was at the newer device. */
	readonly plays: string;
}

export interface TrackTimeline<P extends TimelinePart> {
	readonly track: Track;
	/** In order, without holes, from the timeline's begin to its end. */
	readonly pieces: readonly Piece<P>[];
	readonly overlaps: readonly Overlap[];
	/** Parts without any film in them (killed before the first slice). */
	readonly empty: readonly P[];
	/** Wall-clock time on film, overlaps counted once, ms. */
	readonly recordedMs: number;
	/** Not on film between entry and end, ms. */
	readonly missingMs: number;
	/** On film after the end, ms. */
	readonly afterEndMs: number;
}

export interface Timeline<P extends TimelinePart> {
	readonly span: Span;
	/** From the earliest of entry and first frame to the latest of end and last frame, over all tracks. */
	readonly extent: Span;
	readonly tracks: readonly TrackTimeline<P>[];
}

/** @param tracks in the order to show; a track without parts is one long gap */
export function timeline<P extends TimelinePart>(
	parts: readonly P[],
	span: Span,
	tracks: readonly Track[]
): Timeline<P> {
	const shown = parts.filter((part) => tracks.includes(part.track));
	const extent = {
		from: Math.min(span.from, ...shown.map((part) => part.startedAt)),
		until: Math.max(span.until, ...shown.map(endOf))
	};
	const one = (track: Track): TrackTimeline<P> =>
		trackTimeline(
			track,
			shown.filter((part) => part.track === track),
			span,
			extent
		);
	return { span, extent, tracks: tracks.map(one) };
}

/** The piece that is on at `t`; the last instant belongs to the last piece. */
export function at<P extends TimelinePart>(
	{ pieces }: TrackTimeline<P>,
	t: Millis
): { readonly piece: Piece<P>; readonly offsetMs: number } | null {
	const last = pieces.at(-1);
	const piece = last && t === last.until ? last : pieces.find((p) => p.from <= t && t < p.until);
	if (!piece) return null;
	return { piece, offsetMs: t - piece.from + (piece.kind === 'film' ? piece.offsetMs : 0) };
}

/** The first film after `t` on any of the tracks, or null: where "skip the gap" goes. */
export function nextFilm<P extends TimelinePart>(
	tracks: readonly TrackTimeline<P>[],
	t: Millis
): Millis | null {
	const starts = tracks
		.flatMap((track) => track.pieces)
		.filter((piece) => piece.kind === 'film' && piece.from > t)
		.map((piece) => piece.from);
	return starts.length > 0 ? Math.min(...starts) : null;
}

/** Recorders of one device start within this of each other. */
const STARTING_MS = 1000;

/**
 * Where a review begins: at the first film, once the tracks that start with it all have theirs. The phone films long
 * before the entry: it says where only when there is nothing else.
 */
export function reviewBegin<P extends TimelinePart>({ tracks, span }: Timeline<P>): Millis {
	const firstsOf = (some: readonly TrackTimeline<P>[]): Millis[] =>
		some.flatMap(({ pieces }) => pieces.find((piece) => piece.kind === 'film')?.from ?? []);
	const desktop = firstsOf(tracks.filter(({ track }) => track !== 'evidence'));
	const firsts = desktop.length > 0 ? desktop : firstsOf(tracks);
	const together = firsts.filter((from) => from <= Math.min(...firsts) + STARTING_MS);
	return together.length > 0 ? Math.max(...together) : span.from;
}

export const gapsOf = <P extends TimelinePart>(track: TrackTimeline<P>): Gap[] =>
	track.pieces.filter((piece) => piece.kind === 'gap');

const endOf = (part: TimelinePart): Millis => part.startedAt + part.durationMs;
const lengthOf = ({ from, until }: Span): number => until - from;

function trackTimeline<P extends TimelinePart>(
	track: Track,
	parts: readonly P[],
	span: Span,
	extent: Span
): TrackTimeline<P> {
	const filmed = parts.filter((part) => part.durationMs > 0).toSorted(byStart);
	const slices = cut(filmed, span, extent);
	const pieces = mergePieces(slices.map((slice) => pieceOf(slice, span)));
	const total = (wanted: (piece: Piece<P>) => boolean): number =>
		pieces.filter(wanted).reduce((sum, piece) => sum + lengthOf(piece), 0);
	return {
		track,
		pieces,
		overlaps: mergeOverlaps(slices.filter((slice) => slice.parts.length > 1)),
		empty: parts.filter((part) => part.durationMs <= 0),
		recordedMs: total((piece) => piece.kind === 'film'),
		missingMs: total((piece) => piece.kind === 'gap' && piece.phase === 'inside'),
		afterEndMs: total((piece) => piece.kind === 'film' && piece.phase === 'after')
	};
}

/** By start; of two that start together, the id decides, so that every reader sees the same. */
const byStart = (a: TimelinePart, b: TimelinePart): number =>
	a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);

interface Slice<P> extends Span {
	/** All parts that filmed it, in order of their start. */
	readonly parts: readonly P[];
}

/** Cuts the extent at every instant where something begins or ends. */
function cut<P extends TimelinePart>(parts: readonly P[], span: Span, extent: Span): Slice<P>[] {
	const edges = [extent, span, ...parts.map((p) => ({ from: p.startedAt, until: endOf(p) }))];
	const cuts = [...new Set(edges.flatMap(({ from, until }) => [from, until]))].sort(
		(a, b) => a - b
	);
	let from = extent.from;
	return cuts.slice(1).map((until) => {
		const slice = { from, until, parts: parts.filter((part) => covers(part, from, until)) };
		from = until;
		return slice;
	});
}

const covers = (part: TimelinePart, from: Millis, until: Millis): boolean =>
	part.startedAt <= from && until <= endOf(part);

function pieceOf<P extends TimelinePart>(slice: Slice<P>, span: Span): Piece<P> {
	const { from, until } = slice;
	const phase: Phase = until <= span.from ? 'before' : from >= span.until ? 'after' : 'inside';
	const part = slice.parts.at(-1);
	if (!part) return { kind: 'gap', from, until, phase };
	return { kind: 'film', from, until, part, offsetMs: from - part.startedAt, phase };
}

function mergePieces<P extends TimelinePart>(pieces: readonly Piece<P>[]): Piece<P>[] {
	const merged: Piece<P>[] = [];
	for (const piece of pieces) {
		const last = merged.at(-1);
		if (last && last.phase === piece.phase && partOf(last) === partOf(piece))
			merged[merged.length - 1] = { ...last, until: piece.until };
		else merged.push(piece);
	}
	return merged;
}

const partOf = <P extends TimelinePart>(piece: Piece<P>): P | null =>
	piece.kind === 'film' ? piece.part : null;

function mergeOverlaps<P extends TimelinePart>(slices: readonly Slice<P>[]): Overlap[] {
	const merged: Overlap[] = [];
	for (const { from, until, parts } of slices) {
		const ids = parts.map((part) => part.id);
		const last = merged.at(-1);
		if (last && last.until === from && last.parts.join() === ids.join())
			merged[merged.length - 1] = { ...last, until };
		else merged.push({ from, until, parts: ids, plays: ids.at(-1) ?? '' });
	}
	return merged;
}
