// One track's two <video> elements following a master time: one shows, the other holds what comes next, so that
// crossing from part to part is smooth. Knows addresses, not where they come from: staff's films and a device's own
// copies are played by the same code (E4, C24).
import type { Millis } from '../../shared/clock.ts';
import { at, type Gap, type Segment, type TimelinePart, type TrackTimeline } from '../timeline.ts';

/** A part with the address of its film; null while it cannot be played. */
export interface PlayablePart extends TimelinePart {
	readonly url: string | null;
}

export type Slot = 0 | 1;

export type Picture<P extends PlayablePart> =
	| { readonly kind: 'film'; readonly slot: Slot; readonly segment: Segment<P> }
	| { readonly kind: 'unplayable'; readonly segment: Segment<P> }
	| { readonly kind: 'gap'; readonly gap: Gap }
	| { readonly kind: 'nothing' };

export interface TrackFollower<P extends PlayablePart> {
	/** Brings picture and sound to `t`. Call it every few hundredths of a second, and after every seek. */
	follow(t: Millis, running: boolean, rate: number): Picture<P>;
	/** The picture is not there yet: the master time waits for it. */
	isBehind(): boolean;
	release(): void;
}

/** Beyond this the element jumps; below, it runs a little faster or slower until it fits. */
const JUMP_S = 0.3;
const STILL_S = 0.02;
const IN_STEP_S = 0.04;
const NUDGE = 0.08;
/** The next part is loaded this long before it is on. */
const PRELOAD_MS = 20_000;
/** The last frame's end is known to about one frame. */
const END_S = 0.15;

export function followTrack<P extends PlayablePart>(
	track: TrackTimeline<P>,
	elements: readonly [HTMLVideoElement, HTMLVideoElement]
): TrackFollower<P> {
	const loaded: [string | null, string | null] = [null, null];
	let shown: Slot = 0;
	let behind = false;

	const idle = (): Slot => (shown === 0 ? 1 : 0);

	function load(slot: Slot, part: P, offsetS: number): void {
		if (part.url === null) return;
		const element = elements[slot];
		if (loaded[slot] !== part.id) {
			loaded[slot] = part.id;
			element.pause();
			element.src = part.url;
			element.preload = 'auto';
		}
		// kept until the metadata are there: the browser starts at this place
		if (element.paused && !element.seeking && Math.abs(element.currentTime - offsetS) > JUMP_S)
			element.currentTime = offsetS;
	}

	function play(segment: Segment<P>, offsetMs: number, running: boolean, rate: number): Picture<P> {
		const { part } = segment;
		if (loaded[shown] !== part.id) {
			elements[shown].pause();
			shown = idle();
			load(shown, part, offsetMs / 1000);
		}
		const element = elements[shown];
		if (element.error) return { kind: 'unplayable', segment };
		behind = steer(element, offsetMs / 1000, running, rate);
		return { kind: 'film', slot: shown, segment };
	}

	function preload(t: Millis): void {
		const next = track.pieces.find(
			(p) => p.kind === 'film' && p.from > t && p.from - t < PRELOAD_MS
		);
		if (next?.kind !== 'film' || loaded[shown] === next.part.id) return;
		load(idle(), next.part, next.offsetMs / 1000);
	}

	return {
		follow(t, running, rate) {
			const found = at(track, t);
			behind = false;
			let picture: Picture<P> = { kind: 'nothing' };
			if (found?.piece.kind === 'gap') picture = { kind: 'gap', gap: found.piece };
			if (found?.piece.kind === 'film') {
				const segment = found.piece;
				picture =
					segment.part.url === null
						? { kind: 'unplayable', segment }
						: play(segment, found.offsetMs, running, rate);
			}
			if (picture.kind !== 'film') elements[shown].pause();
			preload(t);
			return picture;
		},
		isBehind: () => behind,
		release() {
			for (const element of elements) {
				element.pause();
				element.removeAttribute('src');
				element.load();
			}
		}
	};
}

/** @returns whether the element has no picture for `target` (seconds) yet */
function steer(element: HTMLVideoElement, target: number, running: boolean, rate: number): boolean {
	if (element.readyState < HTMLMediaElement.HAVE_METADATA) {
		if (!running) element.pause();
		if (Math.abs(element.currentTime - target) > STILL_S) element.currentTime = target;
		return true;
	}
	const last = Math.max(0, element.duration - END_S);
	const drift = Math.min(target, last) - element.currentTime;
	const over = target >= last;
	if (!running || over) hold(element, drift);
	else run(element, drift, rate);
	if (element.seeking) return true;
	return element.readyState < needed(running && !over);
}

const needed = (running: boolean): number =>
	running ? HTMLMediaElement.HAVE_FUTURE_DATA : HTMLMediaElement.HAVE_CURRENT_DATA;

function hold(element: HTMLVideoElement, drift: number): void {
	if (!element.paused) element.pause();
	if (Math.abs(drift) > (element.seeking ? JUMP_S : STILL_S)) element.currentTime += drift;
}

function run(element: HTMLVideoElement, drift: number, rate: number): void {
	if (Math.abs(drift) > JUMP_S) element.currentTime += drift;
	const nudge = Math.abs(drift) > IN_STEP_S ? NUDGE * Math.sign(drift) : 0;
	const wanted = rate * (1 + nudge);
	if (element.playbackRate !== wanted) element.playbackRate = wanted;
	// refused only before the first gesture on the page, and then the next tick asks again
	if (element.paused) element.play().catch(() => {});
}
