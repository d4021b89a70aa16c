// What a reviewer should look at, in order of time: gaps, overlaps, parts that do not play, unwitnessed spans. Pure.
import type { Millis } from '../shared/clock.ts';
import type { Track } from '../recording/part.ts';
import type { ReviewPart, Unwitnessed } from './review.ts';
import { gapsOf, type Timeline, type TrackTimeline } from '../recording/timeline.ts';

export type Finding = { readonly track: Track; readonly at: Millis } & (
	| { readonly kind: 'gap' | 'unwitnessed'; readonly until: Millis }
	| { readonly kind: 'short-gaps'; readonly count: number; readonly ms: number }
	| { readonly kind: 'overlap'; readonly until: Millis; readonly count: number }
	| { readonly kind: 'after'; readonly ms: number }
	| { readonly kind: 'pending'; readonly status: ReviewPart['status'] }
	| { readonly kind: 'empty' }
	/** The phone's film against the desktop's clock, by time codes or by both clocks (film-sync.ts). */
	| { readonly kind: 'out-of-step'; readonly ms: number; readonly by: 'code' | 'clocks' }
	| { readonly kind: 'codes-missing'; readonly count: number; readonly total: number }
	| { readonly kind: 'codes-wrong'; readonly count: number }
);

/** Shorter gaps are told by their number: a device change takes half a second. */
export const SHORT_GAP_MS = 1000;

export function findings(
	{ tracks, span }: Timeline<ReviewPart>,
	unwitnessed: readonly Unwitnessed[]
): Finding[] {
	const found = tracks.flatMap((track) => [
		...gapFindings(track),
		...overlapFindings(track),
		...partFindings(track),
		...(track.afterEndMs > 0
			? [{ kind: 'after' as const, track: track.track, at: span.until, ms: track.afterEndMs }]
			: [])
	]);
	const blind = unwitnessed.map(({ track, from, until }) => ({
		kind: 'unwitnessed' as const,
		track,
		at: from,
		until
	}));
	return [...found, ...blind].sort((a, b) => a.at - b.at);
}

function gapFindings(track: TrackTimeline<ReviewPart>): Finding[] {
	const missing = gapsOf(track).filter(({ phase }) => phase === 'inside');
	const short = missing.filter(({ from, until }) => until - from < SHORT_GAP_MS);
	const long: Finding[] = missing
		.filter((gap) => !short.includes(gap))
		.map(({ from, until }) => ({ kind: 'gap', track: track.track, at: from, until }));
	const [first] = short;
	if (!first) return long;
	const ms = short.reduce((sum, { from, until }) => sum + until - from, 0);
	return [
		...long,
		{ kind: 'short-gaps', track: track.track, at: first.from, count: short.length, ms }
	];
}

const overlapFindings = ({ track, overlaps }: TrackTimeline<ReviewPart>): Finding[] =>
	overlaps.map(({ from, until, parts }) => ({
		kind: 'overlap',
		track,
		at: from,
		until,
		count: parts.length
	}));

function partFindings({ track, pieces, empty }: TrackTimeline<ReviewPart>): Finding[] {
	const parts = new Set(pieces.flatMap((piece) => (piece.kind === 'film' ? [piece.part] : [])));
	const pending = [...parts].filter(({ status }) => status !== 'playable');
	return [
		...pending.map(({ startedAt, status }) => ({
			kind: 'pending' as const,
			track,
			at: startedAt,
			status
		})),
		...empty.map(({ startedAt }) => ({ kind: 'empty' as const, track, at: startedAt }))
	];
}
