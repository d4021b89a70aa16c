// The gate, by mouse and by keyboard: what is missing, what to do about it, and the entry.
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, show } from '../../shared/ui/testing/show.ts';
import AttemptPage from './AttemptPage.svelte';
import type { RoomView } from './room-view.ts';
import { inRoom, recordingActions, sampleRoom } from './testing/sample-room.ts';
import { attemptSamples } from './testing/sample-views.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const stream = new MediaStream();
const open: Partial<RoomView> = {
	picture: { state: 'live', stream, recordingSince: null, trouble: null },
	microphone: { state: 'live', level: 0.5 },
	screen: { state: 'shared' }
};

let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(clear);

const showRoom = (changes: Partial<RoomView>): Promise<void> =>
	show(Page, { view: inRoom(changes), actions });
const showSample = (name: string): Promise<void> =>
	show(Page, { view: attemptSamples(stream)[name], actions });

describe('gate', () => {
	test('[C14] grey with every reason beside it', async () => {
		await showSample('gate-missing');
		await expect
			.element(page.getByRole('heading', { name: '还差三项，就能进入考试' }))
			.toBeVisible();
		await expect
			.element(button('进入考试'))
			.toHaveAccessibleDescription('暂时不能点：未全屏，未共享屏幕，入场未开放。');
		await button('进入全屏').click();
		await button('选择屏幕').click();
		await button('刷新').click();
		expect(actions.calls).toEqual(['enterFullScreen', 'shareScreen', 'refresh']);
	});

	test('[C14] no line moves when another becomes ready', async () => {
		const tops = () =>
			[...document.querySelectorAll('main li')].map((line) =>
				Math.round(line.getBoundingClientRect().top)
			);
		await showSample('gate-missing');
		const before = tops();
		await showSample('gate-ready');
		expect(before).toHaveLength(6);
		expect(tops()).toEqual(before);
	});

	test('[I4] a room that waits for an invigilator says so in a line of its own, and opens by itself', async () => {
		const showInvigilator = (invigilator: RoomView['gate']['invigilator']): Promise<void> =>
			showRoom({ ...open, stage: 'gate', gate: { ...sampleRoom().gate, invigilator } });
		const line = page.getByRole('listitem').filter({ hasText: '监督员' });
		await showInvigilator('awaited');
		await expect.element(line.getByText('还没有到场')).toBeVisible();
		await expect
			.element(button('进入考试'))
			.toHaveAccessibleDescription('暂时不能点：监督员没有到场。');
		await showInvigilator('here');
		await expect.element(line.getByText('已到场', { exact: true })).toBeVisible();
		await expect.element(button('进入考试')).toHaveAttribute('aria-disabled', 'false');
		await showInvigilator('not-needed');
		await expect.element(line).not.toBeInTheDocument();
	});

	test('[C25] several displays: grey with its reason, what to do, and a look again; unknown holds nobody up', async () => {
		const showDisplays = (displays: RoomView['gate']['displays']): Promise<void> =>
			showRoom({ ...open, stage: 'gate', gate: { ...sampleRoom().gate, displays } });
		const height = () => document.querySelector('main li')?.getBoundingClientRect().height;
		await showDisplays('unknown');
		await expect.element(button('进入考试')).toHaveAttribute('aria-disabled', 'false');
		expect(button('重新检测').query()).toBeNull();
		const before = height();
		await showDisplays('several');
		await expect
			.element(button('进入考试'))
			.toHaveAccessibleDescription('暂时不能点：接了不止一个显示器。');
		await expect.element(page.getByText(/请拔掉或关闭其他显示器/)).toBeVisible();
		expect(height()).toBe(before);
		await button('重新检测').click();
		expect(actions.calls).toEqual(['refresh']);
	});

	test('[C14] a wrong share is refused kindly and can be tried again', async () => {
		await showSample('gate-refused');
		await expect
			.element(page.getByText('共享的不是整个屏幕。请再点一次，选择“整个屏幕”。'))
			.toBeVisible();
		await page
			.getByRole('listitem')
			.filter({ hasText: '共享整个屏幕' })
			.getByRole('button')
			.click();
		expect(actions.calls).toEqual(['shareScreen']);
	});

	test('[C14] while the answer is pending a click does nothing', async () => {
		await showSample('gate-entering');
		await button('正在进入').click({ force: true });
		expect(actions.calls).toEqual([]);
		await showSample('gate-ready');
		await button('进入考试').click();
		expect(actions.calls).toEqual(['confirm']);
	});

	test('[C9, C14] late: the click that enters goes to full screen', async () => {
		await showSample('gate-late');
		await button('进入考试').click();
		expect(actions.calls).toEqual(['enterFullScreen', 'confirm']);
	});

	test('[C9, C14] closed: whom to ask', async () => {
		await showSample('gate-closed');
		await expect.element(page.getByText(/拨打 400-000-0000，由监督员准许后即可进入/)).toBeVisible();
	});

	test('[C16] another microphone can be chosen before entering', async () => {
		await showRoom({ ...open, stage: 'gate' });
		await button('更换设备').click();
		await userEvent.selectOptions(page.getByRole('combobox', { name: '摄像头' }), 'c2');
		expect(actions.calls).toEqual(['selectCamera c2']);
	});
});
