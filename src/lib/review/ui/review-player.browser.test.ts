// The review as a component: what a controller alone cannot show (an attachment that runs again loads every film anew).
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import filmUrl from '../../../../tests/fixtures/film-6s.webm?url';
import { clear, seriousFaults, show } from '../../shared/ui/testing/show.ts';
import { watermarkCode } from '../../integrity/watermark-code.ts';
import type { Track } from '../../recording/part.ts';
import type { Review } from '../review.ts';
import ReviewPlayer from './ReviewPlayer.svelte';

const T = Date.UTC(2026, 10, 23, 1, 0);
const FILM_MS = 5940;
const part = (id: string, track: Track, startedAt: number): Review['parts'][number] => ({
	id,
	track,
	startedAt: T + startedAt,
	durationMs: FILM_MS,
	status: 'playable',
	estimated: false,
	source: '',
	url: `${filmUrl}#${id}`
});

// camera: a 0–5.94 · gap · b 9–14.94      screen: c 0–5.94 · gap
const review: Review = {
	attempt: 'a',
	candidate: { name: '测试考生甲', admission: '1', position: '综合管理岗' },
	sitting: { code: 'MN-1', kind: 'mock' },
	roomName: '第 1 考场',
	head: { seq: 0, hash: '' },
	stage: 'done',
	running: false,
	span: { from: T, until: T + 15_000 },
	tracks: ['camera', 'screen'],
	parts: [part('a', 'camera', 0), part('b', 'camera', 9000), part('c', 'screen', 0)],
	marks: [
		{ kind: 'entry', at: T },
		{ kind: 'incident', at: T + 10_000, until: null, incident: 'page-reloaded', track: null }
	],
	unwitnessed: [],
	witnessed: true,
	clockGapMs: null,
	log: [],
	chainFault: null
};

afterEach(clear);

async function open(): Promise<{ starts: () => number }> {
	let loads = 0;
	const count = (): void => void loads++;
	document.addEventListener('loadstart', count, true);
	await show(ReviewPlayer, { review });
	await expect.poll(shown).toHaveLength(2);
	return {
		starts: () => {
			document.removeEventListener('loadstart', count, true);
			return loads;
		}
	};
}

const shown = (): HTMLVideoElement[] =>
	[...document.querySelectorAll<HTMLVideoElement>('video.on')].filter(
		(video) => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
	);
const cameraPicture = () =>
	document.querySelector<HTMLElement>('[data-track=camera]')?.dataset['picture'];

test('[E4] the space bar plays both tracks, each film is loaded once, sound comes from the camera alone', async () => {
	const { starts } = await open();
	await userEvent.keyboard(' ');
	await expect.poll(() => shown().map((video) => video.currentTime > 0.8)).toEqual([true, true]);
	expect(shown().map((video) => [video.paused, video.muted])).toEqual([
		[false, false],
		[false, true]
	]);
	await userEvent.keyboard(' ');
	await expect.poll(() => shown().every((video) => video.paused)).toBe(true);
	expect(starts()).toBe(review.parts.length);
});

test('[C15] a gap is a plain panel with its times; a mark jumps into the next film', async () => {
	await open();
	await userEvent.keyboard('{ArrowRight}{ArrowRight}');
	await expect.poll(cameraPicture).toBe('film');
	await page
		.getByRole('button', { name: /页面重新打开/ })
		.first()
		.click();
	await expect.poll(() => shown()[0]?.currentTime).toBeCloseTo(1, 1);
	await page.getByRole('slider').fill(String(T + 7000));
	await expect.poll(cameraPicture).toBe('gap');
	await expect.element(page.getByText(/^没有录像/).first()).toBeVisible();
	await page.getByRole('button', { name: /跳到下一段录像/ }).click();
	await expect.poll(cameraPicture).toBe('film');
});

test('[E4] what is missing stands beside the film in words, and the page has no serious fault of accessibility', async () => {
	await open();
	const finding = page.getByRole('button', { name: /摄像头和麦克风没有录像/ });
	await expect.element(finding).toBeVisible();
	expect(await seriousFaults()).toEqual([]);
});

test('[C28] the code of the watermark stands with the facts, so that a photograph is found', async () => {
	await open();
	const term = page.getByText('水印编号').element();
	expect(term.nextElementSibling?.textContent).toBe(watermarkCode(review.attempt));
});
