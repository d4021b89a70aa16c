import { afterEach, expect, test } from 'vitest';
import filmUrl from '../../../../tests/fixtures/film-6s.webm?url';
import { timeline } from '../../recording/timeline.ts';
import { ReviewController } from './review-controller.svelte.ts';
import type { PlayablePart } from '../../recording/ui/track-follower.ts';

const FILM_MS = 5940;
const SEEK_LIMIT_MS = 500;
/** Two frames of the fixture, and a tick. */
const IN_STEP_S = 0.25;
/** Server time; any instant will do. */
const T = Date.UTC(2026, 10, 23, 1, 0);

const part = (id: string, track: 'camera' | 'screen', startedAt: number): PlayablePart => ({
	id,
	track,
	startedAt: T + startedAt,
	durationMs: FILM_MS,
	url: `${filmUrl}#${id}`
});

// camera:  a 0–5.94 · gap · b 8–13.94      screen:  s 1–6.94 · u (still uploading) 9–14.94
const PARTS = [
	part('a', 'camera', 0),
	part('b', 'camera', 8000),
	part('s', 'screen', 1000),
	{ ...part('u', 'screen', 9000), url: null }
];

let cleanUp: (() => void)[] = [];
afterEach(() => {
	cleanUp.forEach((undo) => {
		undo();
	});
	cleanUp = [];
});

function open() {
	const review = new ReviewController(
		timeline(PARTS, { from: T, until: T + 15_000 }, ['camera', 'screen'])
	);
	const screens = review.timeline.tracks.map((track) => {
		const node = document.createElement('div');
		const videos = [document.createElement('video'), document.createElement('video')];
		for (const video of videos) {
			video.muted = true;
			node.append(video);
		}
		document.body.append(node);
		const undo = review.screen(track)(node);
		cleanUp.push(() => {
			undo?.();
			node.remove();
		});
		return videos;
	});
	const shown = (track: 'camera' | 'screen'): HTMLVideoElement | undefined => {
		const picture = review.picture(track);
		return picture.kind === 'film'
			? screens[track === 'camera' ? 0 : 1]?.[picture.slot]
			: undefined;
	};
	/** How far the picture is from the master time, s. */
	const drift = (track: 'camera' | 'screen'): number => {
		const picture = review.picture(track);
		const element = shown(track);
		if (picture.kind !== 'film' || !element) return Number.NaN;
		return element.currentTime - (review.position - picture.segment.part.startedAt) / 1000;
	};
	return { review, shown, drift };
}

const ready = (review: { readonly waiting: boolean }): Promise<void> =>
	expect.poll(() => review.waiting, { interval: 5 }).toBe(false);

test('[E4] a seek brings both tracks to the same instant within half a second', async () => {
	const { review, shown, drift } = open();
	await ready(review);
	const times: number[] = [];
	for (const ms of [5500, 1500, 4000, 2200, 5000, 3000]) {
		const before = performance.now();
		review.seek(T + ms);
		await ready(review);
		times.push(performance.now() - before);
		expect(shown('camera')?.currentTime).toBeCloseTo(ms / 1000, 1);
		expect(shown('screen')?.currentTime).toBeCloseTo((ms - 1000) / 1000, 1);
		expect(Math.abs(drift('camera'))).toBeLessThan(0.05);
	}
	expect(Math.max(...times)).toBeLessThan(SEEK_LIMIT_MS);
});

test('[E4] both play in step, at twice the speed too', async () => {
	const { review, drift } = open();
	review.seek(T + 1500);
	await ready(review);
	review.setRate(2);
	review.play();
	await expect.poll(() => review.position).toBeGreaterThan(T + 4000);
	expect(Math.abs(drift('camera'))).toBeLessThan(IN_STEP_S);
	expect(Math.abs(drift('screen'))).toBeLessThan(IN_STEP_S);
	review.pause();
	const stood = review.position;
	await new Promise((done) => setTimeout(done, 200));
	expect(review.position).toBe(stood);
});

test('[C15] a gap is a gap: time runs on through it, and the next part follows without a wait', async () => {
	const { review, shown, drift } = open();
	review.seek(T + 5500);
	await ready(review);
	const first = shown('camera');
	review.play();
	await expect.poll(() => review.picture('camera').kind).toBe('gap');
	expect(review.picture('camera')).toMatchObject({
		gap: { from: T + FILM_MS, until: T + 8000, phase: 'inside' }
	});
	expect(first?.paused).toBe(true);
	// the screen goes on while the camera has nothing
	expect(shown('screen')?.paused).toBe(false);
	await expect.poll(() => review.position).toBeGreaterThan(T + 8300);
	expect(shown('camera')).not.toBe(first);
	expect(Math.abs(drift('camera'))).toBeLessThan(IN_STEP_S);
});

test('[E4] what cannot be played yet says so and holds nobody up', async () => {
	const { review } = open();
	review.seek(T + 10_000);
	await ready(review);
	expect(review.picture('screen')).toMatchObject({
		kind: 'unplayable',
		segment: { part: { id: 'u' } }
	});
	expect(review.picture('camera').kind).toBe('film');
	expect(review.skipTo).toBeNull();
	review.seek(T + 14_000);
	expect(review.picture('camera').kind).toBe('gap');
	review.play();
	await expect.poll(() => review.playing).toBe(false);
	expect(review.position).toBe(T + 15_000);
});
