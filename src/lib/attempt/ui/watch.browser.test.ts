// What the candidate sees of the watch: covered, told, not printed; by mouse and by keyboard, and nobody is shut in.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { seriousFaults, shoot, show, clear, type Size } from '../../shared/ui/testing/show.ts';
import type { Cover } from '../../integrity/ui/watch-view.ts';
import AttemptPage from './AttemptPage.svelte';
import type { PageView } from './page-view.ts';
import type { RoomView } from './room-view.ts';
import { changingRoom } from './testing/changing-room.svelte.ts';
import { recordingActions, STARTS_AT } from './testing/sample-room.ts';
import { attemptSamples } from './testing/sample-views.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const client = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
const sheet = () => document.querySelector<HTMLElement>('main > .sheet');

let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(async () => {
	await client.send('Emulation.setEmulatedMedia', { media: '' });
	await clear();
});

const sample = (name: string): RoomView => {
	const view = attemptSamples(null)[name];
	if (view?.kind !== 'room') throw new Error(name);
	return view.room;
};
const reading = sample('answer-paper');
const covered = (kind: Cover = 'full-screen-left'): Partial<RoomView> => ({
	watch: { covers: [{ kind, since: STARTS_AT + 451_000 }], told: [] }
});
const free: Partial<RoomView> = { watch: { covers: [], told: [] } };

/** A room that can change under the page, as the controller's does. */
async function live(first: Partial<RoomView>, size: Size = 'laptop') {
	const room = changingRoom({ ...reading, ...first });
	const props = Object.defineProperty({ actions }, 'view', {
		enumerable: true,
		get: (): PageView => room.props.view
	});
	await show(Page, props, { size });
	return (next: Partial<RoomView>): void => {
		room.change(next);
		flushSync();
	};
}

describe('[C26] out of full screen', () => {
	test('the one button takes the focus and mends it; the focus goes back to where it was', async () => {
		const change = await live({});
		const before = button('下一页').element() as HTMLElement;
		before.focus();
		change(covered());
		await expect.element(button('回到全屏')).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		expect(actions.calls).toEqual(['enterFullScreen']);
		change(free);
		expect(document.querySelector('[role=alertdialog]')).toBeNull();
		expect(sheet()?.inert).toBe(false);
		expect(document.activeElement).toBe(before);
	});

	test('on a narrow page the way out is in sight, however far a long paper is scrolled', async () => {
		await live(covered(), 'phone-small');
		const paper = sheet();
		if (!paper) throw new Error('no sheet');
		paper.style.minBlockSize = '4000px';
		const isInSight = (): boolean => {
			const { top, bottom } = button('回到全屏').element().getBoundingClientRect();
			return top >= 0 && bottom <= innerHeight;
		};
		for (const y of [0, 1000, 3000]) {
			scrollTo(0, y);
			await expect.poll(isInSight, { message: `scrolled to ${String(y)}` }).toBe(true);
		}
	});

	test('what cannot be mended here can be passed: nobody loses the paper; the other one still covers, and this one after a while', async () => {
		const change = await live(covered('several-displays'));
		expect(button('先继续面试').query()).toBeNull();
		await button('重新检测').click();
		await expect.element(button('先继续面试')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
		await button('先继续面试').click();
		expect(sheet()?.inert).toBe(false);
		// still so, told anew by every tick
		change(covered('several-displays'));
		expect(document.querySelector('[role=alertdialog]')).toBeNull();
		// a flicker is the same cable; the other one is another thing
		change({
			watch: { covers: [{ kind: 'several-displays', since: STARTS_AT + 500_000 }], told: [] }
		});
		expect(document.querySelector('[role=alertdialog]')).toBeNull();
		const both = (['full-screen-left', 'several-displays'] as const).map((kind) => ({
			...{ kind, since: STARTS_AT + 451_000 }
		}));
		change({ watch: { covers: both, told: [] } });
		await expect.element(button('回到全屏')).toBeVisible();
		change({ ...covered('several-displays'), now: (reading.now ?? 0) + 11 * 60_000 });
		await expect.element(button('重新检测')).toBeVisible();
	});

	test('who writes to the invigilator when it goes keeps writing', async () => {
		const change = await live({});
		(button('下一页').element() as HTMLElement).focus();
		change(covered());
		await button('求助').click();
		const box = page.getByRole('textbox', { name: '消息' });
		await expect.element(box).toHaveFocus();
		change(free);
		await expect.element(box).toHaveFocus();
	});

	test.each(['laptop', 'desktop'] as const)(
		'at %s the paper is inert and unreadable; clock, recording, help and status are not covered',
		async (size) => {
			const change = await live({}, size);
			const clock = page.getByRole('timer', { name: '剩余时间' }).element();
			const [before, foot] = [clock.getBoundingClientRect(), document.querySelector('footer')];
			change(covered());
			expect(sheet()?.inert).toBe(true);
			expect(getComputedStyle(sheet() as HTMLElement).filter).toMatch(/^blur\((?!0px)/);
			expect(clock.getBoundingClientRect()).toEqual(before);
			for (const one of [clock, button('求助').element(), foot as HTMLElement]) {
				const box = one.getBoundingClientRect();
				const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
				expect(one.contains(top) || top?.contains(one)).toBe(true);
			}
			const dialog = page.getByRole('alertdialog', { name: '您已离开全屏' });
			await expect.element(dialog).toHaveAccessibleDescription(/计时和录制都没有停/);
			expect(document.body.textContent).toMatch(
				/\d\d:\d\d:31 离开全屏，已如实记录，由监督员查看，不会自动扣分，也不会自动结束面试。/
			);
			expect(document.querySelectorAll('[role=alertdialog] button')).toHaveLength(1);
			expect(await seriousFaults()).toEqual([]);
		}
	);

	test('Tab never reaches the paper, and comes to help and back', async () => {
		const change = await live({});
		change(covered());
		const reached = new Set<string>();
		for (let presses = 0; presses < 12; presses++) {
			await userEvent.keyboard('{Tab}');
			expect(sheet()?.contains(document.activeElement)).toBe(false);
			reached.add(document.activeElement?.textContent?.trim() ?? '');
		}
		expect([...reached]).toEqual(expect.arrayContaining(['求助', '结束面试']));
	});

	test('the arrow keys turn no page behind it', async () => {
		const change = await live({});
		change(covered());
		await userEvent.keyboard('{ArrowRight}');
		change(free);
		expect(document.body.textContent).toContain('第 1 页，共 3 页');
	});

	test('a question about the end is answered first; then the button has the focus', async () => {
		const change = await live({});
		await button('结束面试').click();
		change(covered());
		await expect.element(button('继续作答')).toHaveFocus();
		expect(await seriousFaults()).toEqual([]);
		await userEvent.keyboard('{Enter}');
		await expect.element(button('回到全屏')).toHaveFocus();
		await button('结束面试').click();
		await page.getByRole('dialog').getByRole('button', { name: '结束面试' }).click();
		expect(actions.calls).toEqual(['endInterview']);
	});

	test('a question on the sheet itself can still be answered', async () => {
		const information = sample('information');
		const change = await live(information);
		await button('信息有误').click();
		change({ ...information, ...covered() });
		// a modal dialog is not inert with the sheet around it (Playwright's own pointer does not know that)
		await userEvent.keyboard('准考证号不对{Tab}{Enter}');
		expect(actions.calls).toEqual(['disputeDetails 准考证号不对']);
		await expect.element(button('回到全屏')).toHaveFocus();
	});

	test('a browser that does not follow is told of, with a way out', async () => {
		await live(covered());
		await button('回到全屏').click();
		await expect.element(page.getByText(/还没有回到全屏。/)).toBeVisible();
	});

	test('what is not recorded comes first, and the cover after it', async () => {
		const change = await live({});
		const before = button('下一页').element() as HTMLElement;
		before.focus();
		change({ ...covered(), problem: sample('answer-screen-ended').problem });
		await expect.element(button('重新共享屏幕')).toHaveFocus();
		expect(document.querySelectorAll('[role=alertdialog]')).toHaveLength(1);
		change({ problem: null });
		await expect.element(button('回到全屏')).toHaveFocus();
		change(free);
		expect(document.activeElement).toBe(before);
	});
});

test('[C25] a second display: how to switch it off, and asking again; it goes by itself', async () => {
	const change = await live(covered('several-displays'));
	const dialog = page.getByRole('alertdialog', { name: '这台电脑接了不止一个显示器' });
	await expect.element(dialog).toHaveAccessibleDescription(/拔掉另一个显示器的线/);
	await button('重新检测').click();
	expect(actions.calls).toEqual(['refresh']);
	change({ gate: { ...reading.gate, refreshing: true } });
	await button('重新检测').click({ force: true });
	expect(actions.calls).toEqual(['refresh']);
	change(free);
	await expect.element(dialog).not.toBeInTheDocument();
});

describe('[C27] what was noticed is told quietly', () => {
	const told = sample('answer-told').watch;

	test.each(['laptop', 'desktop'] as const)(
		'at %s in two lines at most, and no line of the paper moves',
		async (size) => {
			const change = await live({}, size);
			const tops = (): number[] =>
				[...document.querySelectorAll('article, article p, .paper .foot button')].map(
					(one) => one.getBoundingClientRect().top
				);
			const before = tops();
			change({ watch: told });
			const notice = document.querySelector<HTMLElement>('.notice');
			expect(notice?.innerText).toMatch(
				/至 \d\d:\d\d:\d\d，切换到了别的页面或程序。\n+已如实记录，由监督员查看。$/
			);
			const lines = [...(notice?.querySelectorAll('b, p') ?? [])];
			for (const line of lines) expect(line.getClientRects()).toHaveLength(1);
			expect(tops()).toEqual(before);
			expect(await seriousFaults()).toEqual([]);
			change(free);
			expect(tops()).toEqual(before);
		}
	);

	test('and said once, politely', async () => {
		const change = await live({});
		change({ watch: told });
		const spoken = [...document.querySelectorAll('[role=status]')].filter((one) =>
			one.textContent.includes('切换到了别的页面或程序')
		);
		expect(spoken).toHaveLength(1);
		await expect.element(button('下一页')).toBeVisible();
	});
});

describe('[C28] printing', () => {
	test.each(['answer-paper', 'answer-cover-full-screen', 'wait', 'gate-ready', 'upload'])(
		'%s prints one line and nothing of the room',
		async (name) => {
			await show(Page, { view: attemptSamples(null)[name], actions });
			await client.send('Emulation.setEmulatedMedia', { media: 'print' });
			await expect.poll(() => matchMedia('print').matches).toBe(true);
			expect(document.body.innerText.trim()).toBe('面试页面不能打印。');
			await shoot(`print-${name}`);
		}
	);

	test('a question that is open is not printed either', async () => {
		await live({});
		await button('结束面试').click();
		await client.send('Emulation.setEmulatedMedia', { media: 'print' });
		await expect.poll(() => document.body.innerText.trim()).toBe('面试页面不能打印。');
	});

	test('the receipt prints', async () => {
		await show(Page, { view: attemptSamples(null)['done-incidents'], actions });
		await client.send('Emulation.setEmulatedMedia', { media: 'print' });
		await expect.poll(() => matchMedia('print').matches).toBe(true);
		expect(document.body.innerText).toContain('回执');
		expect(document.body.innerText).toContain('离开全屏，3 次');
		expect(document.body.innerText).not.toContain('面试页面不能打印。');
		await shoot('print-receipt-incidents');
	});
});
