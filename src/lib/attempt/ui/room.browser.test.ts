// What happens when a candidate acts, or when the view changes under them: by mouse and by keyboard.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, seriousFaults, show } from '../../shared/ui/testing/show.ts';
import AttemptPage from './AttemptPage.svelte';
import type { FaceTrouble, RoomView } from './room-view.ts';
import {
	inRoom,
	recordingActions,
	sampleRoom,
	SHORT_PLAN,
	STARTS_AT
} from './testing/sample-room.ts';
import { attemptSamples } from './testing/sample-views.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });

let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(clear);

const showRoom = (changes: Partial<RoomView>): Promise<void> =>
	show(Page, { view: inRoom(changes), actions });

describe('devices', () => {
	test('[C16] the grey button keeps its focus, says why, and does nothing', async () => {
		await showRoom({ stage: 'devices', plan: SHORT_PLAN });
		const confirm = button('确认设备，进入候考');
		await expect.element(confirm).toHaveAttribute('aria-disabled', 'true');
		await expect
			.element(confirm)
			.toHaveAccessibleDescription(
				'暂时不能点：摄像头没有打开，麦克风没有打开，没有共享整个屏幕。'
			);
		confirm.element().focus();
		expect(document.activeElement).toBe(confirm.element());
		await userEvent.keyboard('{Enter}');
		expect(actions.calls).toEqual([]);
	});

	test('[C16] devices are opened, refreshed, shared and confirmed', async () => {
		await showRoom({ stage: 'devices', plan: SHORT_PLAN });
		await button('打开摄像头和麦克风').click();
		await button('选择屏幕').click();
		await button('刷新设备').click();
		expect(actions.calls).toEqual(['openCamera', 'shareScreen', 'refreshDevices']);

		const stream = new MediaStream();
		await showRoom({
			stage: 'devices',
			plan: SHORT_PLAN,
			picture: { state: 'live', stream, recordingSince: null, trouble: null },
			microphone: { state: 'live', level: 0.5 },
			screen: { state: 'shared' },
			devices: { ...sampleRoom().devices, camera: 'c1', microphone: 'm1' }
		});
		await userEvent.selectOptions(page.getByRole('combobox', { name: '摄像头' }), 'c2');
		await button('确认设备，进入候考').click();
		expect(actions.calls.slice(3)).toEqual(['selectCamera c2', 'confirm']);
	});

	test('[C16] a refused camera says what to do and can be tried again', async () => {
		await show(Page, { view: attemptSamples(null)['devices-refused'], actions });
		await expect.element(page.getByText(/浏览器没有允许使用摄像头和麦克风/)).toBeVisible();
		await button('重试').first().click();
		expect(actions.calls).toEqual(['openCamera']);
	});
});

describe('waiting', () => {
	test('[C18] the coach mark stands inside the window and goes when it is understood', async () => {
		await showRoom({ stage: 'wait', microphone: { state: 'live', level: 0.5 } });
		const coach = page.getByText('请说一句话，看音量条是否跳动。');
		await expect.element(coach).toBeVisible();
		const box = coach.element().getBoundingClientRect();
		const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		expect(top).toBe(coach.element());
		await button('知道了').click();
		await expect.element(coach).not.toBeInTheDocument();
	});

	test('[C18] the start time is told to the second, in the browser’s zone', async () => {
		await showRoom({ stage: 'wait' });
		const local = new Date(STARTS_AT).toLocaleTimeString('zh-CN', { hour12: false });
		await expect.element(page.getByText(new RegExp(`开考时间 ${local}`))).toBeVisible();
	});
});

describe('answering', () => {
	const answering = { stage: 'answer', now: STARTS_AT + 456_000, startedAt: STARTS_AT } as const;

	test('[C20] ending asks first; the harmless answer has the focus, and Escape means it', async () => {
		await showRoom(answering);
		await button('结束面试').click();
		const dialog = page.getByRole('dialog', { name: '确定结束面试吗？' });
		await expect.element(dialog.getByText(/^还剩 7 分 24 秒。结束以后/)).toBeVisible();
		await expect.element(button('继续作答')).toHaveFocus();
		await userEvent.keyboard('{Escape}');
		await expect.element(dialog).not.toBeInTheDocument();
		expect(actions.calls).toEqual([]);
		await expect.element(button('结束面试')).toHaveFocus();
	});

	test('[C20] ending is sent once it is confirmed', async () => {
		await showRoom(answering);
		await button('结束面试').click();
		await page.getByRole('dialog').getByRole('button', { name: '结束面试' }).click();
		expect(actions.calls).toEqual(['endInterview']);
	});

	test('[C20] a question never covers clock and status', async () => {
		await showRoom(answering);
		const clock = page.getByRole('timer', { name: '剩余时间' }).element();
		const free = clock.getBoundingClientRect();
		await button('结束面试').click();
		const dialog = page.getByRole('dialog').element().getBoundingClientRect();
		expect(dialog.right).toBeLessThan(free.left);
		const backdrop = getComputedStyle(page.getByRole('dialog').element(), '::backdrop');
		expect(parseFloat(backdrop.right)).toBeGreaterThanOrEqual(336);
	});

	test('[C16] devices are changed while recording', async () => {
		await showRoom({ ...answering, devices: { ...sampleRoom().devices, camera: 'c1' } });
		await button('更换设备').click();
		await userEvent.selectOptions(page.getByRole('combobox', { name: '摄像头' }), 'c2');
		await button('完成').click();
		expect(actions.calls).toEqual(['selectCamera c2']);
	});

	test('[C15] an ended share is brought back at one touch, and the rail stays in reach', async () => {
		await show(Page, { view: attemptSamples(null)['answer-screen-ended'], actions });
		await expect.element(button('重新共享屏幕')).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		expect(actions.calls).toEqual(['resumeRecording']);
		await button('求助').click();
		await expect.element(page.getByRole('region', { name: '监督员' })).toBeVisible();
	});
});

describe('[C30] the face', () => {
	const answering = { stage: 'answer', now: STARTS_AT + 456_000, startedAt: STARTS_AT } as const;
	const stream = new MediaStream();
	const face = (trouble: FaceTrouble | null): Partial<RoomView> => ({
		...answering,
		picture: { state: 'live', stream, recordingSince: STARTS_AT, trouble },
		face: { state: 'looking', trouble }
	});

	test.each([
		['no-face', '画面里看不到您。请坐回镜头前。'],
		['several-faces', '画面里有别人。请让对方离开镜头。'],
		['looking-away', '您有一会儿没有面向屏幕。'],
		// nobody is told that they are somebody else: the machine may be wrong, and light is what can be mended
		['other-face', '画面里看不清您的脸。请正对镜头，让光线照到脸上。']
	] as const)(
		'%s is said in the picture and to who does not see it; paper and clock stay',
		async (trouble, words) => {
			await showRoom(face(trouble));
			await expect.element(page.getByRole('figure').getByText(words)).toBeVisible();
			const spoken = [...document.querySelectorAll('[role=status]')].map((one) =>
				one.textContent.trim()
			);
			expect(spoken).toContain(words);
			await expect.element(page.getByRole('timer', { name: '剩余时间' })).toBeVisible();
			expect(document.querySelector('dialog[open]')).toBeNull();
			expect(await seriousFaults()).toEqual([]);
		}
	);

	test('nothing is said of it where nothing is looked at', async () => {
		await showRoom(answering);
		await expect.element(button(/^人脸/)).not.toBeInTheDocument();
	});

	test('[C7] consent is taken back from the rail, after it was said what that means', async () => {
		await showRoom(face(null));
		await button('人脸查看中').click();
		const dialog = page.getByRole('dialog', { name: '画面里的人' });
		await expect.element(dialog.getByText(/查看立即停止，面试和录制照常进行/)).toBeVisible();
		await expect.element(button('关闭')).toHaveFocus();
		expect(await seriousFaults()).toEqual([]);
		await button('撤回同意').click();
		expect(actions.calls).toEqual(['withdrawFace']);
	});

	test('[C7] who has taken it back sees it in words, and is asked nothing more', async () => {
		await showRoom({ ...answering, face: { state: 'withdrawn', trouble: null } });
		await button('人脸同意已撤回').click();
		await expect
			.element(page.getByText('您已撤回同意，不再查看。面试和录制照常进行。'))
			.toBeVisible();
		await expect.element(button('撤回同意')).not.toBeInTheDocument();
	});
});

describe('after the interview', () => {
	test('[C24] nobody is sent home before all has arrived', async () => {
		await show(Page, { view: attemptSamples(null)['upload'], actions });
		await expect.element(button('回到首页')).toHaveAccessibleDescription('全部收到后才能离开。');
		await button('回到首页').click({ force: true });
		expect(actions.calls).toEqual([]);
	});

	test('[C24] a failed upload tells what is safe and can be tried again', async () => {
		await show(Page, { view: attemptSamples(null)['upload-failed'], actions });
		await expect.element(page.getByText(/录像完整存在这台电脑上。/)).toBeVisible();
		await button('重试').click();
		expect(actions.calls).toEqual(['retryUpload']);
	});

	test('[C24] done: the local recording and the way home', async () => {
		await show(Page, { view: attemptSamples(null)['done'], actions });
		await button('查看本地视频').click();
		await button('回到首页').click();
		expect(actions.calls).toEqual(['viewLocalVideo', 'goHome']);
	});
});

test('[C3] switching the language swaps the words in place and is remembered', async () => {
	await showRoom({ stage: 'answer' });
	const room = document.querySelector('main');
	await button('English').click();
	await expect.element(page.getByRole('heading', { name: /^The questions appear/ })).toBeVisible();
	flushSync();
	expect(document.querySelector('main')).toBe(room);
	expect(document.documentElement.lang).toBe('en');
	expect(document.cookie).toContain('locale=en');
	await button('中文').click();
	await expect.element(page.getByRole('heading', { name: /^题目将在/ })).toBeVisible();
});
