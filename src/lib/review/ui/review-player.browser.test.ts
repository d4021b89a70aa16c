// The review as a component: what a controller alone cannot show (an attachment that runs again loads every film anew).
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import filmUrl from '../../../../tests/fixtures/film-6s.webm?url';
import { clear, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
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
		{
			...{ kind: 'incident', key: 'a', at: T + 4000, until: T + 7000, incident: 'camera-covered' },
			...{ track: 'camera', times: 3, severity: 'attention' },
			comments: [
				{ text: '手碰到了摄像头。', at: T + 60_000 },
				{ text: null, at: T + 61_000 }
			]
		},
		{
			...{ kind: 'incident', key: 'c', at: T + 9000, until: null, incident: 'no-face' },
			...{ track: 'camera', times: 1, severity: 'serious', comments: [] }
		},
		{
			...{ kind: 'incident', key: 'b', at: T + 10_000, until: T + 10_000 },
			...{ incident: 'page-reloaded', track: null, times: 1, severity: 'note', comments: [] }
		}
	],
	passports: {
		desktop: {
			...{ v: 1, device: 'desktop', checkedAt: T - 3_600_000, salt: 'x' },
			...{ browser: 'Chrome 146', system: 'Windows', camera: null, microphone: null },
			...{ virtualCamera: false, screen: { width: 1920, height: 1080, several: false } },
			...{ uploadKbps: 3240, latencyMs: 42, jitterMs: 5, freeBytes: null, clockAheadMs: null },
			lines: {}
		}
	},
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

const textOf = (locator: { element(): Element }) => () => locator.element().textContent;
const ruler = () => document.querySelector('.marks')?.getBoundingClientRect() ?? new DOMRect();
/** Where the bar of a mark is drawn, as shares of the ruler; the button around it may be wider. */
function drawn(key: RegExp): [from: number, until: number] {
	const button = page.getByRole('button', { name: key }).first().element();
	const width = parseFloat(getComputedStyle(button, '::before').width);
	const { left, width: reach } = button.getBoundingClientRect();
	const from = left + (reach - width) / 2 - ruler().left;
	return [from / ruler().width, (from + width) / ruler().width];
}

test('[E4][C29] an incident is a span on the ruler: as wide as it lasted, to the end if that was never told', async () => {
	await open();
	const whole = 15_000;
	const near = ([from, until]: [number, number], at: number, end: number) => {
		expect(from).toBeCloseTo(at / whole, 2);
		expect(until).toBeCloseTo(end / whole, 2);
	};
	near(drawn(/摄像头画面被挡住 留意/), 4000, 7000);
	near(drawn(/画面里没有人 重要/), 9000, 15_000);
	const [from, until] = drawn(/页面重新打开 记录/);
	expect((from + until) / 2).toBeCloseTo(10_000 / whole, 2);
	expect(until - from).toBeLessThan(0.02);
	// however short: to be hit with a finger
	for (const button of document.querySelectorAll('.marks button'))
		expect(button.getBoundingClientRect().width).toBeGreaterThanOrEqual(23.9);
});

test('[E4][C34] the list says from when until when, how long, how often, how much it matters, and what the candidate says', async () => {
	await open();
	const item = (text: RegExp) => page.getByRole('listitem').filter({ hasText: text });
	const covered = item(/摄像头画面被挡住/);
	await expect.poll(textOf(covered)).toMatch(/:00:04 至 \d+:00:07\s.*留意.*0 分 03 秒.*3 次/s);
	await expect.element(covered.getByText(/考生说明：手碰到了摄像头。/)).toBeVisible();
	await expect.element(covered.getByText(/考生说明已删除/)).toBeVisible();
	await expect.poll(textOf(item(/画面里没有人/))).toMatch(/:00:09 起，没有记到结束/);
	// what is only noted stands apart
	const notes = page.getByText('只作记录的 1 条');
	expect(item(/页面重新打开/).elements()).toEqual([]);
	await notes.click();
	await expect.element(item(/页面重新打开/)).toBeVisible();
	await covered.getByRole('button').click();
	await expect.element(page.getByRole('slider')).toHaveValue(String(T + 4000));
	await expect
		.poll(textOf(page.getByText(/Chrome 146，Windows/)))
		.toMatch(/上传 3.2 Mbit\/s.*延迟 42 毫秒.*一个显示器，1920×1080/s);
	await shoot('review-incidents');
	expect(await seriousFaults()).toEqual([]);
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
