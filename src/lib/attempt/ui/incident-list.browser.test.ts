// The candidate's own list of incidents, and what they say to each: by mouse and by keyboard, in every state.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, seriousFaults, show } from '../../shared/ui/testing/show.ts';
import AttemptPage from './AttemptPage.svelte';
import type { PageView } from './page-view.ts';
import type { RoomView } from './room-view.ts';
import { changingRoom } from './testing/changing-room.svelte.ts';
import { recordingActions } from './testing/sample-room.ts';
import { SAMPLE_INCIDENTS } from './testing/sample-watch.ts';
import { attemptSamples } from './testing/sample-views.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const list = () => page.getByRole('region', { name: '记录到的情况' });
const box = () => page.getByRole('textbox', { name: /^对“/ });

let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(clear);

const sample = (name: string): RoomView => {
	const view = attemptSamples(null)[name];
	if (view?.kind !== 'room') throw new Error(name);
	return view.room;
};

async function live(first: RoomView): Promise<(next: Partial<RoomView>) => void> {
	const room = changingRoom(first);
	const props = Object.defineProperty({ actions }, 'view', {
		enumerable: true,
		get: (): PageView => room.props.view
	});
	await show(Page, props);
	return (next) => {
		room.change(next);
		flushSync();
	};
}

describe.each(['upload-incidents', 'done-incidents'])('[C34] [C24] on %s', (name) => {
	test('every incident stands there in words, oldest first, with span and how often', async () => {
		await live(sample(name));
		await expect.element(list()).toBeInTheDocument();
		const lines = [...list().element().querySelectorAll<HTMLElement>('ol > li')].map((line) =>
			line.innerText.replaceAll(/\s+/g, ' ')
		);
		expect(lines).toHaveLength(SAMPLE_INCIDENTS.length);
		expect(lines[0]).toMatch(/^\d\d:07:31 至 \d\d:07:40 离开全屏，3 次/);
		expect(lines[1]).toMatch(/录制中断，屏幕/);
		expect(lines[2]).toMatch(/^\d\d:09:01 按下截屏键/);
		expect(lines[3]).toMatch(/^\d\d:09:11 起 网络断开/);
		await expect.element(list().getByText(/由监督员查看和判断。记录不是指责/)).toBeInTheDocument();
	});

	test('each comment says how it stands; who has written five is told so', async () => {
		await live(sample(name));
		for (const words of [
			...['弹出了系统更新的窗口。', /已送达$/, '未发送，网络恢复后自动发出', '正在发送'],
			...['内容已删除', '一条最多写 5 次说明。']
		])
			await expect.element(list().getByText(words).first()).toBeInTheDocument();
		await expect.element(button('写说明：按下截屏键')).not.toBeInTheDocument();
		expect(await seriousFaults()).toEqual([]);
	});

	test('a comment is written and sent by keyboard, and the focus comes back', async () => {
		await live(sample(name));
		(button('写说明：网络断开').element() as HTMLElement).focus();
		await userEvent.keyboard('{Enter}');
		await expect.element(box()).toHaveFocus();
		await expect.element(button('提交')).toHaveAccessibleDescription('请先输入内容。');
		await userEvent.keyboard('路由器重启了{Tab}{Enter}');
		expect(actions.calls).toEqual(['commentIncident d 路由器重启了']);
		await expect.element(box()).not.toBeInTheDocument();
		await expect.element(button('写说明：网络断开')).toHaveFocus();
	});
});

test('[C34] where nothing was noticed the page says so', async () => {
	await live(sample('done'));
	await expect.element(list().getByText('没有异常记录')).toBeInTheDocument();
	await expect.element(list().getByText(/记录不是指责/)).not.toBeInTheDocument();
});

test('[C34] too long a comment is not cut off: it says by how much', async () => {
	await live(sample('upload-incidents'));
	await button('写说明：网络断开').click();
	await box().fill('字'.repeat(2003));
	await expect.element(button('提交')).toHaveAccessibleDescription('最多 2000 字，请删去 3 字。');
	await button('提交').click({ force: true });
	expect(actions.calls).toEqual([]);
	await expect.element(box()).toHaveValue('字'.repeat(2003));
});

test('[C34] what is half written is still there when the upload ends, and when its box was closed', async () => {
	const change = await live(sample('upload-incidents'));
	await button('写说明：网络断开').click();
	await box().fill('写到一半');
	change(sample('done-incidents'));
	await expect.element(box()).toHaveValue('写到一半');
	await expect.element(box()).toHaveFocus();
	await button('写说明：网络断开').click();
	await button('写说明：离开全屏').click();
	await expect.element(box()).toHaveValue('');
	await button('写说明：网络断开').click();
	await expect.element(box()).toHaveValue('写到一半');
});

test('[C34] [C21] who writes to the invigilator when the upload ends keeps writing there', async () => {
	const change = await live(sample('upload-incidents'));
	await button('写说明：网络断开').click();
	await box().fill('写到一半');
	await button('求助').click();
	const message = page.getByRole('textbox', { name: '消息' });
	await expect.element(message).toHaveFocus();
	change(sample('done-incidents'));
	await expect.element(box()).toHaveValue('写到一半');
	await expect.element(message).toHaveFocus();
});

test('[C34] a comment that was refused is said so, in words', async () => {
	await live({ ...sample('done-incidents'), refused: 'attempt.commented-enough' });
	await expect.element(page.getByRole('alert')).toBeInTheDocument();
});
