// What an invigilator is shown of one live picture, and of none.
import type { Component } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import en from '#messages/en/live.json' with { type: 'json' };
import zh from '#messages/zh-CN/live.json' with { type: 'json' };
import { clear, cutTexts, seriousFaults, show } from '../../shared/ui/testing/show.ts';
import { LIVE_ENDS } from '../wire.ts';
import LiveView from './LiveView.svelte';
import { createLiveViewer, type LiveSight, type LiveViewer } from './live-viewer.svelte.ts';

const View = LiveView as unknown as Component<Record<string, unknown>>;
afterEach(clear);

const leave = vi.fn();
const seen = (sight: LiveSight): LiveViewer => ({
	...{ show: () => leave, sight: () => sight, heard() {}, connected() {}, close() {} }
});
const picture = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const stream = () => document.createElement('canvas').captureStream();
const button = (name: string) => page.getByRole('button', { name });
const showView = (track: string, live: LiveViewer, locale: 'zh-CN' | 'en' = 'zh-CN') =>
	show(View, { attempt: 'a', track, live, picture }, { locale });

describe('[I2] a live picture', () => {
	test('is silent until somebody wants to hear; says quietly which way it comes', async () => {
		await showView('camera', seen({ state: 'live', stream: stream(), way: 'relayed' }));
		const video = page.getByLabelText('摄像头的实时画面').element() as HTMLVideoElement;
		expect(video.muted).toBe(true);
		await expect.element(page.getByText('实时 · 中转')).toBeVisible();
		await button('打开声音').click();
		expect(video.muted).toBe(false);
		await button('静音').click();
		expect(video.muted).toBe(true);
		await expect.element(button('全屏')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
	});

	test('a screen has nothing to hear', async () => {
		await showView('screen', seen({ state: 'live', stream: stream(), way: null }));
		await expect.element(page.getByText('实时', { exact: true })).toBeVisible();
		await expect.element(button('打开声音')).not.toBeInTheDocument();
	});

	test.each([...LIVE_ENDS, 'too-many', 'not-there', 'denied', 'blind', 'not-shown'] as const)(
		'none: why, and the last small picture (%s)',
		async (why) => {
			for (const [locale, words] of [
				['zh-CN', zh],
				['en', en]
			] as const) {
				await showView('evidence', seen({ state: 'none', why }), locale);
				await expect
					.element(page.getByText(words[`live.none.${why}`], { exact: true }))
					.toBeVisible();
				await expect.element(page.getByText(words[`live.none.${why}.body`])).toBeVisible();
				await expect
					.element(page.getByRole('img'))
					.toHaveAttribute(
						'alt',
						locale === 'en' ? 'Phone, the last small picture' : '佐证手机最近一张小图'
					);
				expect(await seriousFaults()).toEqual([]);
				expect(cutTexts()).toEqual([]);
			}
		}
	);

	test('what is shown is watched, and what is hidden no longer', async () => {
		const port = { startLive: vi.fn(), endLive: vi.fn(), signal: vi.fn() };
		const live = createLiveViewer(port);
		live.connected(true);
		await showView('camera', live);
		expect(port.startLive).toHaveBeenCalledExactlyOnceWith('a', 'desktop', expect.any(String));
		await expect.element(page.getByText('正在连接…')).toBeVisible();
		const viewer = String(port.startLive.mock.calls[0]?.[2]);
		live.heard({ v: 1, type: 'refused', code: 'live.too-many', about: 'live', topic: viewer });
		await expect.element(page.getByText('同时观看的人已满')).toBeVisible();
		await showView('evidence', live);
		expect(port.endLive).toHaveBeenCalledWith(viewer);
		expect(port.startLive).toHaveBeenLastCalledWith('a', 'phone', expect.any(String));
	});
});
