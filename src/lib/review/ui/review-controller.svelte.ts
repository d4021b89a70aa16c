// The master time of a review: play, pause, speed, seek; every track follows it. Server time in ms throughout.
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type { Millis } from '../../shared/clock.ts';
import type { Track } from '../../recording/part.ts';
import {
	nextFilm,
	reviewBegin,
	type Timeline,
	type TrackTimeline
} from '../../recording/timeline.ts';
import {
	followTrack,
	type Picture,
	type PlayablePart,
	type TrackFollower
} from '../../recording/ui/track-follower.ts';

export const RATES = [1, 1.25, 1.5, 2] as const;
export type Rate = (typeof RATES)[number];

const TICK_MS = 40;
/** After this the master goes on without a track that does not come. */
const PATIENCE_MS = 5000;

export class ReviewController<P extends PlayablePart> {
	readonly timeline: Timeline<P>;
	#position: Millis = $state(0);
	#playing = $state(false);
	#rate: Rate = $state(1);
	#waiting = $state(false);
	#pictures: Partial<Record<Track, Picture<P>>> = $state.raw({});
	/** Two or three; an array keeps it out of the runes' sight. */
	#followers: readonly { readonly track: Track; readonly follower: TrackFollower<P> }[] = [];
	#shifts: Partial<Record<Track, number>> = {};
	readonly #now: () => number;
	#last = 0;
	#behindSince: number | null = null;
	#timer: ReturnType<typeof setInterval> | undefined;

	/** @param now any clock that only runs forward, ms */
	constructor(timeline: Timeline<P>, now: () => number = () => performance.now()) {
		this.timeline = timeline;
		this.#now = now;
		this.#position = reviewBegin(timeline);
	}

	get position(): Millis {
		return this.#position;
	}
	get playing(): boolean {
		return this.#playing;
	}
	get rate(): Rate {
		return this.#rate;
	}
	/** Time stands still until the pictures are there. */
	get waiting(): boolean {
		return this.#waiting;
	}

	picture(track: Track): Picture<P> {
		return this.#pictures[track] ?? { kind: 'nothing' };
	}

	/** No track has film now, and there is some later: its time. */
	get skipTo(): Millis | null {
		const kinds = Object.values(this.#pictures).map(({ kind }) => kind);
		if (kinds.length === 0 || kinds.includes('film')) return null;
		return nextFilm(this.timeline.tracks, this.#position);
	}

	readonly play = (): void => {
		if (this.#position >= this.timeline.extent.until) this.#position = reviewBegin(this.timeline);
		this.#playing = true;
		this.#step();
	};

	readonly pause = (): void => {
		this.#playing = false;
		this.#step();
	};

	readonly toggle = (): void => {
		if (this.#playing) this.pause();
		else this.play();
	};

	readonly seek = (to: Millis): void => {
		const { from, until } = this.timeline.extent;
		this.#position = Math.min(until, Math.max(from, to));
		this.#behindSince = null;
		this.#last = this.#now();
		this.#follow();
	};

	readonly jump = (ms: number): void => {
		this.seek(this.#position + ms);
	};

	readonly setRate = (rate: Rate): void => {
		this.#rate = rate;
	};

	/** This track's clock is so much later than the master time: its film is shown there (film-sync.ts). */
	readonly shift = (track: Track, ms: number): void => {
		this.#shifts[track] = ms;
		this.#follow();
	};

	/** For the element that holds the two <video> of one track. */
	readonly screen = (track: TrackTimeline<P>): Attachment<HTMLElement> => {
		return (node) => {
			const [first, second] = node.querySelectorAll('video');
			if (!first || !second) throw new Error('a screen needs two <video>');
			const follower = followTrack(track, [first, second]);
			const entry = { track: track.track, follower };
			this.#followers = [...this.#followers, entry];
			// an attachment runs again when state that it read changes: following reads nearly all of it
			untrack(() => this.#wake());
			return () => {
				this.#followers = this.#followers.filter((other) => other !== entry);
				if (this.#followers.length === 0) clearInterval(this.#timer);
				follower.release();
			};
		};
	};

	#wake(): void {
		clearInterval(this.#timer);
		this.#last = this.#now();
		this.#timer = setInterval(() => {
			this.#step();
		}, TICK_MS);
		this.#follow();
	}

	/** Time passes, unless a picture is missing; then everybody is brought to it. */
	#step(): void {
		const now = this.#now();
		const passed = now - this.#last;
		this.#last = now;
		if (this.#playing && this.#mayRun(now)) {
			const { until } = this.timeline.extent;
			this.#position = Math.min(until, this.#position + passed * this.#rate);
			if (this.#position >= until) this.#playing = false;
		}
		this.#follow();
	}

	#mayRun(now: number): boolean {
		if (!this.#waiting) return true;
		this.#behindSince ??= now;
		return now - this.#behindSince > PATIENCE_MS;
	}

	#follow(): void {
		const running = this.#playing && this.#mayRun(this.#now());
		const pictures: Partial<Record<Track, Picture<P>>> = {};
		for (const { track, follower } of this.#followers)
			pictures[track] = follower.follow(
				this.#position + (this.#shifts[track] ?? 0),
				running,
				this.#rate
			);
		this.#waiting = this.#followers.some(({ follower }) => follower.isBehind());
		if (!this.#waiting) this.#behindSince = null;
		if (hasChanged(this.#pictures, pictures)) this.#pictures = pictures;
	}
}

type Pictures<P extends PlayablePart> = Partial<Record<Track, Picture<P>>>;

/** Pages are drawn anew when a picture changes, not 25 times a second. */
function hasChanged<P extends PlayablePart>(before: Pictures<P>, after: Pictures<P>): boolean {
	const tracks = Object.keys(after) as Track[];
	return tracks.some((track) => !isSame(before[track], after[track]));
}

function isSame<P extends PlayablePart>(a?: Picture<P>, b?: Picture<P>): boolean {
	if (a?.kind !== b?.kind) return false;
	if (a?.kind === 'film' && b?.kind === 'film') return a.slot === b.slot && a.segment === b.segment;
	if (a?.kind === 'gap' && b?.kind === 'gap') return a.gap === b.gap;
	if (a?.kind === 'unplayable' && b?.kind === 'unplayable') return a.segment === b.segment;
	return true;
}
