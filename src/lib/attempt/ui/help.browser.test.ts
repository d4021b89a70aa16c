// The conversation beside the paper, and the mock's rehearsal.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, show } from '../../shared/ui/testing/show.ts';
import AttemptPage from './AttemptPage.svelte';
import type { ChatMessage } from '../../help/chat-view.ts';
import type { RoomView } from './room-view.ts';
import { changingRoom } from './testing/changing-room.svelte.ts';
import { rehearsal, SAMPLE_CHAT } from './testing/sample-preparing.ts';
import { recordingActions, STARTS_AT } from './testing/sample-room.ts';
import { attemptSamples } from './testing/sample-views.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const box = () => page.getByRole('textbox', { name: '消息' });
const answering: Partial<RoomView> = {
	stage: 'answer',
	now: STARTS_AT + 60_000,
	startedAt: STARTS_AT
};

let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(clear);

/** A room that can change under the page, as the controller's does. */
async function live(changes: Partial<RoomView>): Promise<(changes: Partial<RoomView>) => void> {
	const room = changingRoom(changes);
	await show(
		Page,
		Object.defineProperty({ actions }, 'view', { enumerable: true, get: () => room.props.view })
	);
	return (next) => {
		room.change(next);
		flushSync();
	};
}

test('[C21] Enter sends, Shift+Enter is a new line, an empty message says why it waits', async () => {
	await live(answering);
	await button('求助').click();
	await expect.element(box()).toHaveFocus();
	await expect.element(button('发送')).toHaveAccessibleDescription('请先输入内容。');
	await userEvent.keyboard('{Enter}');
	await userEvent.keyboard('听不清{Shift>}{Enter}{/Shift}请再说一遍{Enter}');
	expect(actions.calls).toEqual(['sendHelp 听不清\n请再说一遍']);
	await expect.element(box()).toHaveValue('');
});

test('[C21] the Enter that picks a word of the input method does not send', async () => {
	await live(answering);
	await button('求助').click();
	await box().fill('ni hao');
	const area = box().element();
	const enter = { key: 'Enter', bubbles: true, cancelable: true } as const;
	area.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
	area.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
	expect(actions.calls).toEqual([]);
	area.dispatchEvent(new KeyboardEvent('keydown', enter));
	expect(actions.calls).toEqual(['sendHelp ni hao']);
});

test('[C21] too long a message is not cut off: it says by how much', async () => {
	await live(answering);
	await button('求助').click();
	await box().fill('字'.repeat(2003));
	await expect.element(button('发送')).toHaveAccessibleDescription('最多 2000 字，请删去 3 字。');
	await button('发送').click({ force: true });
	expect(actions.calls).toEqual([]);
	await expect.element(box()).toHaveValue('字'.repeat(2003));
});

test('[C21] a draft stays when the panel is closed, and the focus goes back', async () => {
	await live(answering);
	await button('求助').click();
	await box().fill('写到一半');
	await button('收起').click();
	await expect.element(button('求助')).toHaveFocus();
	await button('求助').click();
	await expect.element(box()).toHaveValue('写到一半');
});

test('[C21] unsent messages say that they go off by themselves', async () => {
	await live({ ...answering, chat: SAMPLE_CHAT });
	await button(/求助/).click();
	await expect.element(page.getByText('未发送，网络恢复后自动发出')).toBeVisible();
	await expect.element(page.getByText(/已送达$/)).toBeInTheDocument();
	const panel = page.getByRole('region', { name: '监督员' });
	await expect.element(panel.getByText('也可以拨打客服电话 400-000-0000')).toBeVisible();
});

test('[C21] closed: new messages are counted and said; opening them makes them seen', async () => {
	const change = await live({ ...answering, chat: SAMPLE_CHAT.slice(0, 1) });
	await expect.element(button(/^求助$/)).toBeVisible();
	change({ chat: SAMPLE_CHAT.slice(0, 2) });
	await expect.element(button('求助 1 条新消息')).toBeVisible();
	await expect
		.element(page.getByRole('status').filter({ hasText: '监督员发来消息：不影响，请继续作答。' }))
		.toBeInTheDocument();
	await button(/求助/).click();
	await expect.poll(() => actions.calls).toEqual(['seeHelp']);
	// the clock ticks, the room is drawn anew: it is not told again
	change({ now: STARTS_AT + 61_000 });
	change({ seenSeq: 22 });
	await button('收起').click();
	await expect.element(button(/^求助$/)).toBeVisible();
	expect(actions.calls).toEqual(['seeHelp']);
});

test('[C21] clock and acts keep their pixel, and the paper is not covered', async () => {
	const place = (selector: string) =>
		Math.round(document.querySelector(selector)?.getBoundingClientRect().top ?? -1);
	const places = () => [place('aside [role=timer]'), place('aside .acts'), place('footer')];
	const many: ChatMessage[] = Array.from({ length: 40 }, (_, at) => ({
		...{ id: String(at), seq: at, warning: false },
		from: at % 2 === 0 ? 'staff' : 'candidate',
		text: '一条比较长的消息，要占两行以上才能放得下，看看面板会不会变高。',
		at: STARTS_AT + at,
		state: 'sent'
	}));
	await live({ ...answering, chat: many });
	const before = places();
	await button(/求助/).click();
	expect(places()).toEqual(before);
	await box().fill('很长的草稿'.repeat(80));
	expect(places()).toEqual(before);
	const log = page.getByRole('log').element();
	await expect.poll(() => log.scrollTop + log.clientHeight).toBeGreaterThan(log.scrollHeight - 4);
	expect(log.clientHeight).toBeGreaterThan(60);
});

describe('rehearsal', () => {
	test('[C22] cut off and reloaded from the card; the cut counts down', async () => {
		const change = await live({ ...answering, rehearsal: rehearsal([]) });
		await button('断网 20 秒').click();
		await button('重新打开本页').click();
		expect(actions.calls).toEqual(['rehearseCut', 'rehearseReload']);
		change({ rehearsal: rehearsal([], ['network'], STARTS_AT + 72_000) });
		await expect.element(button('断网中，还有 12 秒')).toHaveAttribute('aria-disabled', 'true');
		change({ rehearsal: rehearsal(['network', 'reload']) });
		await expect.element(page.getByText('断网已试过')).toBeVisible();
		await expect.element(page.getByText('重新打开已试过')).toBeVisible();
	});

	test('[C22] a formal sitting has none', async () => {
		await live(answering);
		await expect.element(button('断网 20 秒')).not.toBeInTheDocument();
	});

	test('[C24] the end of a mock says ready, or what is not', async () => {
		await show(Page, { view: attemptSamples(null)['done-mock-ready'], actions });
		await expect.element(page.getByText('您已准备好')).toBeVisible();
		await show(Page, { view: attemptSamples(null)['done-mock-missing'], actions });
		await expect.element(page.getByText('演练还有 2 项没有完成')).toBeVisible();
		await button('查看本地视频').click();
		expect(actions.calls).toEqual(['viewLocalVideo']);
	});
});
