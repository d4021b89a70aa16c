// What a candidate does from the process to the information page, by mouse and by keyboard.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { page, userEvent } from 'vitest/browser';
import { clear, show } from '../../shared/ui/testing/show.ts';
import { SignatureSchema } from '../event-payloads.ts';
import AttemptPage from './AttemptPage.svelte';
import type { RoomView } from './room-view.ts';
import { inRoom, recordingActions, sampleRoom, STARTS_AT } from './testing/sample-room.ts';
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

describe('process', () => {
	const next = () => button('下一步：抽签');

	test('[C10] goes on after it was read to the end, with the keyboard alone', async () => {
		await showRoom({ stage: 'process' });
		await expect.element(next()).toHaveAccessibleDescription('请看到末尾，再进入下一步。');
		next().element().focus();
		await userEvent.keyboard('{Enter}');
		expect(actions.calls).toEqual([]);
		document.querySelector<HTMLElement>('main [tabindex="0"]')?.focus();
		await userEvent.keyboard('{End}');
		await expect.element(next()).toHaveAttribute('aria-disabled', 'false');
		next().element().focus();
		await userEvent.keyboard('{Enter}');
		expect(actions.calls).toEqual(['confirm']);
	});

	test('[C10] what fits is read', async () => {
		const exam = { ...sampleRoom().exam, process: sampleRoom().exam.process.slice(0, 1) };
		await showRoom({ stage: 'process', exam });
		await expect.element(next()).toHaveAttribute('aria-disabled', 'false');
	});

	test('[C10] the sitting’s own times stand in a table, in the browser’s zone', async () => {
		await showRoom({ stage: 'process' });
		const cells = [...document.querySelectorAll('td')].map((cell) => cell.textContent);
		const { loginOpensAt, entryOpensAt, startsAt, endsAt } = sampleRoom().exam;
		const local = (at: number) =>
			new Date(at).toLocaleTimeString('zh-CN', {
				hour: '2-digit',
				minute: '2-digit',
				hour12: false
			});
		expect(cells).toEqual([loginOpensAt, entryOpensAt, startsAt, endsAt].map(local));
	});
});

describe('pledge', () => {
	/** Real pointer events on the pad, from corner to corner. */
	function write(pointerType: 'mouse' | 'pen' | 'touch'): void {
		const pad = page.getByRole('img', { name: /签名处/ }).element();
		const { left, top, width, height } = pad.getBoundingClientRect();
		const send = (type: string, x: number, y: number) =>
			pad.dispatchEvent(
				new PointerEvent(type, {
					pointerId: 1,
					pointerType,
					button: type === 'pointermove' ? -1 : 0,
					clientX: left + x * width,
					clientY: top + y * height,
					bubbles: true,
					cancelable: true
				})
			);
		// a pointer that no hardware holds cannot be captured
		(pad as unknown as { setPointerCapture: () => void }).setPointerCapture = () => {};
		send('pointerdown', 0.1, 0.2);
		for (let x = 0.1; x <= 0.9; x += 0.05) send('pointermove', x, x);
		send('pointerup', 0.9, 0.9);
		flushSync();
	}

	test.each(['mouse', 'pen', 'touch'] as const)('[C13] signed with %s', async (pointer) => {
		await showRoom({ stage: 'pledge' });
		const sign = button('签署');
		await expect.element(sign).toHaveAccessibleDescription('请先在上面手写签名。');
		write(pointer);
		await expect.element(sign).toHaveAttribute('aria-disabled', 'false');
		await sign.click();
		expect(actions.calls).toHaveLength(1);
		const signature: unknown = JSON.parse((actions.calls[0] ?? '').replace('sign ', ''));
		expect(v.parse(SignatureSchema, signature)).toMatchObject({ way: 'drawn', width: 1200 });
	});

	test('[C13] written with a real mouse', async () => {
		await showRoom({ stage: 'pledge' });
		const pad = page.getByRole('img', { name: /签名处/ });
		await userEvent.dragAndDrop(pad, pad, {
			sourcePosition: { x: 20, y: 20 },
			targetPosition: { x: 400, y: 100 },
			steps: 12
		});
		await expect.element(button('签署')).toHaveAttribute('aria-disabled', 'false');
	});

	test('[C13] 重写 clears the pad, and the button is grey again', async () => {
		await showRoom({ stage: 'pledge' });
		write('mouse');
		await button('重写').click();
		await expect.element(button('签署')).toHaveAttribute('aria-disabled', 'true');
		expect(document.querySelectorAll('main svg[role=img] path')).toHaveLength(0);
	});

	test('[C13] keyboard: the name is typed, with the same standing', async () => {
		await showRoom({ stage: 'pledge' });
		page.getByRole('radio', { name: '手写签名' }).element().focus();
		await userEvent.keyboard('{ArrowDown}{Tab}{Shift>}{Tab}{/Shift}');
		await page.getByLabelText('姓名').fill(' 测试考生甲 ');
		await button('签署').click();
		expect(actions.calls).toEqual(['sign {"way":"typed","name":"测试考生甲"}']);
	});

	test('[C9, C13] who comes late ticks, and reads why', async () => {
		await showSample('pledge-late');
		await expect.element(page.getByText(/不需要签名，勾选即为承诺/)).toBeVisible();
		await expect.element(button('签署')).toHaveAttribute('aria-disabled', 'true');
		await page.getByRole('checkbox').click();
		await button('签署').click();
		expect(actions.calls).toEqual(['sign null']);
	});

	test('[C13] a double click signs once and does not reach the next page', async () => {
		await showSample('pledge-late');
		await page.getByRole('checkbox').click();
		await button('签署').dblClick();
		expect(actions.calls).toEqual(['sign null']);
	});
});

describe('notice', () => {
	test('[C13] is ticked, then confirmed', async () => {
		await showRoom({ stage: 'notice' });
		await expect.element(button('下一步：进入考试')).toHaveAttribute('aria-disabled', 'true');
		await page.getByRole('checkbox', { name: '我已阅读并知晓' }).click();
		await button('下一步：进入考试').click();
		expect(actions.calls).toEqual(['confirm']);
	});

	test('[C9] late: one button', async () => {
		await showSample('notice-late');
		await button('已知晓，继续').click();
		expect(actions.calls).toEqual(['confirm']);
	});
});

test('[C16] after the entry the devices page confirms, and brings back a lost share', async () => {
	await showRoom({ ...open, stage: 'devices', screen: { state: 'off' } });
	await button('选择屏幕').click();
	await showRoom({ ...open, stage: 'devices' });
	await button('确认设备').click();
	expect(actions.calls).toEqual(['resumeRecording', 'confirm']);
});

describe('information', () => {
	test('[C17] the details to check, and the confirmation', async () => {
		await showRoom({ ...open, stage: 'information' });
		const details = document.querySelector('main dl')?.textContent ?? '';
		for (const part of [
			'测***甲',
			'000000********001X',
			'2026****0017',
			'示例岗位',
			'第一考场',
			'SL0900',
			'正式'
		])
			expect(details).toContain(part);
		await button('确认').click();
		expect(actions.calls).toEqual(['confirm']);
	});

	test('[C17] a mistake is reported in words; an empty report cannot be sent', async () => {
		await showRoom({ ...open, stage: 'information' });
		await button('信息有误').click();
		await expect.element(page.getByRole('textbox')).toHaveFocus();
		await expect.element(button('报告有误')).toHaveAccessibleDescription('请先输入内容。');
		await page.getByRole('textbox').fill(' 岗位写错了 ');
		await button('报告有误').click();
		expect(actions.calls).toEqual(['disputeDetails 岗位写错了']);
		await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
	});

	test.each([
		['information-disputed', '请继续考试，结束后联系客服更正，电话 400-000-0000。'],
		['information-disputed-mock', /请现在联系客服更正，电话 400-000-0000/]
	])('[C17] %s: what comes next, and the way on stays open', async (name, words) => {
		await showSample(name);
		await expect.element(page.getByText(words)).toBeVisible();
		await button('确认').click();
		expect(actions.calls).toEqual(['confirm']);
	});
});

test('[C18] whether the paper lies here already is said quietly', async () => {
	await showSample('wait');
	await expect.element(page.getByText(/题目已加密存在本机/)).toBeVisible();
	await showSample('wait-paper-coming');
	await expect.element(page.getByText(/题目正在加密下载/)).toBeVisible();
});

test('[C18] the help video is a code to be scanned', async () => {
	await showRoom({ ...open, stage: 'wait' });
	await button('视频指引').click();
	await expect.element(page.getByRole('img', { name: '视频指引网址的二维码' })).toBeVisible();
	await button('关闭').click();
	await showRoom({ ...open, stage: 'wait', exam: { ...sampleRoom().exam, helpVideo: null } });
	await expect.element(button('视频指引')).not.toBeInTheDocument();
});

describe('another device asks', () => {
	test('[C8] refusing is the harmless answer and has the focus', async () => {
		await showSample('request');
		await expect.element(button('不是我，拒绝')).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		await button('是我，在那台设备上继续').click();
		expect(actions.calls).toEqual(['answerRequest false', 'answerRequest true']);
	});

	test('[C8] asking never covers the answering page', async () => {
		await showRoom({ ...open, stage: 'answer', request: { id: 'r', at: STARTS_AT } });
		await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
	});

	test('[C8] who asks is told what is needed, and may ask again when refused', async () => {
		await showSample('asking-device');
		await expect.element(page.getByText(/请在那台设备上点/)).toBeVisible();
		await showSample('asking-refused');
		await button('再次请求').click();
		expect(actions.calls).toEqual(['retry']);
	});
});
