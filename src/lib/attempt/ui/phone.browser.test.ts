// What a candidate does with the phone's page, its row in the rail and its dialog, by mouse and by keyboard.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, show } from '../../shared/ui/testing/show.ts';
import AttemptPage from './AttemptPage.svelte';
import type { PhoneStateView, RoomView } from './room-view.ts';
import { changingRoom } from './testing/changing-room.svelte.ts';
import { filming, pairing, phone } from './testing/sample-phone.ts';
import { recordingActions, sampleRoom, STARTS_AT } from './testing/sample-room.ts';
import { attemptSamples } from './testing/sample-views.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const dialog = () => page.getByRole('dialog');
const NOW = STARTS_AT - 22 * 60_000;

const stream = new MediaStream();
let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(clear);

const showSample = (name: string): Promise<void> =>
	show(Page, { view: attemptSamples(stream)[name], actions });
const calls = () => actions.calls.filter((call) => !call.startsWith('watchPhone'));

describe('[C11] its page', () => {
	test('waiting: the code to scan, the same to type, where, and how long', async () => {
		await showSample('phone-waiting');
		await expect.element(page.getByRole('img', { name: '绑定佐证手机的二维码' })).toBeVisible();
		await expect.element(page.getByText('7K2MX-4QH9T')).toBeVisible();
		await expect.element(page.getByText(/打开 kaoshi.example\/evidence，输入绑定码/)).toBeVisible();
		await expect.element(page.getByText('4 分 12 秒后换新')).toBeVisible();
		await expect
			.element(button('下一步：抽签'))
			.toHaveAccessibleDescription('手机开始固定拍摄后才能继续。');
		await button('下一步：抽签').click({ force: true });
		expect(calls()).toEqual([]);
	});

	test('放大: as large as the sheet allows, closed with Escape, the focus back where it was', async () => {
		await showSample('phone-waiting');
		const small = page.getByRole('img', { name: '绑定佐证手机的二维码' }).element();
		const before = small.getBoundingClientRect().height;
		await button('放大').click();
		const large = page.getByRole('img', { name: '绑定码 7K2MX-4QH9T 的二维码' });
		await expect.element(large).toBeVisible();
		expect(large.element().getBoundingClientRect().height).toBeGreaterThan(before * 1.3);
		await userEvent.keyboard('{Escape}');
		await expect.element(dialog()).not.toBeInTheDocument();
		expect(document.activeElement).toBe(button('放大').element());
	});

	test('offline: why there is no code, and that it comes by itself', async () => {
		await showSample('phone-offline');
		await expect.element(page.getByText(/连不上服务器.*自动取码/)).toBeVisible();
		await expect.element(button('放大')).not.toBeInTheDocument();
	});

	test('sweeping: how far, as a picture and in words', async () => {
		await showSample('phone-sweeping');
		await expect.element(page.getByRole('img', { name: '已拍 7 个方向，共 12 个' })).toBeVisible();
		await expect.element(page.getByText('能看到人脸的时间 92%')).toBeVisible();
		await expect.element(page.getByText('一个码只能绑定一次')).toBeVisible();
	});

	test('filming: the way on is open', async () => {
		await showSample('phone-filming');
		await button('下一步：抽签').click();
		expect(calls()).toEqual(['confirm']);
	});

	test('[I4] waived: said, and the way on is open', async () => {
		await showSample('phone-waived');
		await expect.element(page.getByText('您的这场考试不需要佐证手机')).toBeVisible();
		await button('下一步：抽签').click();
		expect(calls()).toEqual(['confirm']);
	});

	test('[P5] another phone: asked first, keeping it is the harmless answer', async () => {
		await showSample('phone-sweeping');
		await button('换一部手机').click();
		await expect.element(button('不换了')).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		expect(calls()).toEqual([]);
		await button('换一部手机').click();
		await button('显示绑定码').click();
		expect(calls()).toEqual(['replacePhone']);
		await showSample('phone-replacing');
		await button('不换了').click();
		expect(calls()).toEqual(['replacePhone', 'keepPhone']);
	});

	test('its picture is wanted while it is shown, and not after', async () => {
		await showSample('phone-filming');
		expect(actions.calls).toEqual(['watchPhone true']);
		await clear();
		expect(actions.calls).toEqual(['watchPhone true', 'watchPhone false']);
	});
});

describe('[C11] the rail', () => {
	test('opens the phone in detail: the last picture with its age, battery, what is safe', async () => {
		await showSample('answer-phone');
		expect(actions.calls).toEqual([]);
		await button('佐证手机，拍摄中，查看').click();
		for (const words of ['7 秒前的画面', '电量 76%，网络良好', /^收到 .* 为止$/])
			await expect.element(dialog().getByText(words)).toBeVisible();
		await expect.element(button('关闭')).toHaveFocus();
		expect(actions.calls).toEqual(['watchPhone true']);
		await userEvent.keyboard('{Escape}');
		await expect.element(dialog()).not.toBeInTheDocument();
		expect(actions.calls).toEqual(['watchPhone true', 'watchPhone false']);
		expect(document.activeElement).toBe(button('佐证手机，拍摄中，查看').element());
	});

	test('[P5] another phone from the dialog: asked, shown, taken back', async () => {
		const { props, change } = changingRoom(answering(filming(NOW)));
		await show(Page, Object.assign(props, { actions }));
		await button(/^佐证手机，/).click();
		await button('换一部手机').click();
		await expect.element(dialog().getByText(/先照常拍摄/)).toBeVisible();
		await button('显示绑定码').click();
		expect(calls()).toEqual(['replacePhone']);
		change({ phone: filming(NOW, { code: pairing({ replaces: true }) }) });
		flushSync();
		await expect.element(dialog().getByText('7K2MX-4QH9T')).toBeVisible();
		await userEvent.keyboard('{Escape}');
		expect(calls()).toEqual(['replacePhone', 'keepPhone']);
		change({ phone: filming(NOW) });
		flushSync();
		await expect.element(dialog().getByText('已绑定')).toBeVisible();
	});

	test('nothing bound: the dialog shows the code', async () => {
		const { props, change } = changingRoom(answering(phone()));
		await show(Page, Object.assign(props, { actions }));
		await button('佐证手机，等待扫码，查看').click();
		await expect.element(dialog().getByText('正在取绑定码')).toBeVisible();
		change({ phone: phone({ code: pairing() }) });
		flushSync();
		await expect.element(dialog().getByText('7K2MX-4QH9T')).toBeVisible();
		await button('关闭').click();
		expect(calls()).toEqual([]);
	});

	test('an exam without a phone says so, and there is nothing to press', async () => {
		await showSample('answer');
		await expect.element(page.getByText('不需要', { exact: true })).toBeVisible();
		await expect.element(button(/^佐证手机/)).not.toBeInTheDocument();
	});
});

describe('[C33] while recording', () => {
	test('an interruption stands above the paper with what to do, and goes by itself', async () => {
		const stopped = filming(NOW, { state: 'interrupted', since: NOW - 125_000, ready: false });
		const { props, change } = changingRoom(answering(stopped));
		await show(Page, Object.assign(props, { actions }));
		const notice = page.getByRole('status').filter({ hasText: '起没有画面' });
		await expect.element(notice.getByText(/请看一眼手机，点【继续录制】。/)).toBeVisible();
		await expect.element(notice.getByText(/不会自动扣分，也不会自动结束面试。/)).toBeVisible();
		expect(dialog().elements()).toEqual([]);
		change({ phone: filming(NOW) });
		flushSync();
		await expect.element(notice).not.toBeInTheDocument();
	});

	test('our own lost network is not called the phone’s fault', async () => {
		await showSample('answer-phone-cut-off');
		expect(page.getByRole('status').filter({ hasText: '佐证手机' }).elements()).toEqual([]);
		await button('佐证手机，本机断网，查看').click();
		await expect.element(dialog().getByText(/暂时收不到手机的消息/)).toBeVisible();
	});
});

test('[C14] the gate says what the phone lacks and opens it', async () => {
	await showSample('gate-phone-unbound');
	await expect
		.element(button('进入考试'))
		.toHaveAccessibleDescription('暂时不能点：佐证手机没有拍摄。');
	await button('查看').click();
	await expect.element(dialog()).toBeVisible();
	await showSample('gate-phone-sweep');
	await expect
		.element(button('进入考试'))
		.toHaveAccessibleDescription('暂时不能点：没有完成环拍。');
	await showSample('gate-phone-ready');
	await button('进入考试').click();
	expect(calls()).toEqual(['confirm']);
});

describe('[P6] after the end', () => {
	test('why 上传成功 is still missing: the phone films on', async () => {
		await showSample('upload-phone-silent');
		await expect
			.element(page.getByRole('heading', { name: '本机的录像都已收到，还差佐证手机' }))
			.toBeVisible();
		await showSample('upload-phone-filming');
		await expect.element(page.getByText('请在手机上点【停止并上传】。')).toBeVisible();
		await showSample('upload-phone-uploading');
		await expect.element(page.getByText('还差 2 段')).toBeVisible();
	});

	test('an exam without a phone has no such list', async () => {
		await showSample('upload');
		expect(page.getByText('60 分钟核对').elements()).toEqual([]);
	});
});

function answering(of: PhoneStateView): Partial<RoomView> {
	return { ...sampleRoom(), stage: 'answer', now: NOW, startedAt: STARTS_AT, phone: of };
}
