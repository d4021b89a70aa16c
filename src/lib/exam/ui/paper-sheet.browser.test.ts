// The paper as a page, as a person would see it: in every state, by mouse and by key, with hostile questions.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Component } from 'svelte';
import { page as browser, userEvent } from 'vitest/browser';
import type { Locale } from '../../shared/i18n.ts';
import { loadMarkdown } from '../../shared/ui/markdown-parser-loader.ts';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../shared/ui/testing/show.ts';
import type { PaperView } from '../paper-view.ts';
import type { OpenPaper, PaperText } from '../paper.ts';
import { SAMPLE_PAPER } from '../testing/papers.ts';
import { changingPaper } from './testing/changing-paper.svelte.ts';
import PaperInRoom from './testing/PaperInRoom.svelte';

const Room = PaperInRoom as unknown as Component<Record<string, unknown>>;
const STARTS_AT = Date.UTC(2027, 0, 9, 1, 0);
const NOW = STARTS_AT + 168_000;
const PAPER: OpenPaper = { v: 1, version: 1, ...SAMPLE_PAPER };
const OPEN: PaperView = { state: 'open', paper: PAPER };
const LATE = { state: 'no-key', here: true, since: STARTS_AT, asking: false } as const;

const acts = { refresh: vi.fn(), typeKey: vi.fn(), answered: vi.fn() };
beforeAll(async () => void (await loadMarkdown()));
beforeEach(() => {
	for (const act of Object.values(acts)) act.mockReset();
	for (const level of ['warn', 'error'] as const)
		vi.spyOn(console, level).mockImplementation((...words) => {
			expect.fail(`console.${level}: ${words.join(' ')}`);
		});
});
afterEach(async () => {
	await clear();
	vi.restoreAllMocks();
});

interface More {
	readonly answered?: [number, number][];
	readonly lot?: number | null;
	readonly now?: number | null;
}
const paperProps = (view: PaperView, { answered = [], lot = 17, now = NOW }: More = {}) => ({
	...{ view, startsAt: STARTS_AT, sittingCode: 'SL0900', lot, mark: '7K3M9Q', now },
	actions: { refresh: acts.refresh, typeKey: acts.typeKey },
	answered: new Map(answered),
	onanswered: acts.answered
});
const showPaper = (
	view: PaperView,
	more: More = {},
	where: { size?: Size; locale?: Locale } = {}
) => show(Room, { paper: paperProps(view, more) }, where);

const questions = (...written: PaperText[]): PaperView => ({
	state: 'open',
	paper: {
		...PAPER,
		pages: written.map((markdown, index) => ({ questions: [{ number: index + 1, markdown }] }))
	}
});
const button = (name: string) => browser.getByRole('button', { name, exact: true });
const sheetText = (): string => document.querySelector('.paper .body')?.textContent ?? '';
const inside = (element: Element | null): boolean => {
	const box = element?.getBoundingClientRect();
	return box !== undefined && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
};

describe.each<[Size, Locale]>([
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['phone', 'zh-CN'],
	['laptop', 'en']
])('[C20] at %s in %s nothing is cut and axe finds nothing:', (size, locale) => {
	const long = { 'zh-CN': '某社区把一处闲置车棚改成了共享晾晒区。'.repeat(80) };
	test.each<[string, PaperView]>([
		['open', OPEN],
		['long', questions(long, long)],
		['sealed', { state: 'sealed', here: true }],
		['fetching', { state: 'sealed', here: false }],
		['no-key', { ...LATE, refused: 'server.unreachable' }],
		['no-paper', { ...LATE, here: false, refused: 'paper.not-here' }],
		['failed', { state: 'failed', code: 'paper.unreadable' }]
	])('%s', async (name, view) => {
		await showPaper(view, { answered: [[1, STARTS_AT + 266_000]] }, { size, locale });
		await shoot(`paper-${name}-${size}-${locale}`);
		expect.soft(cutTexts()).toEqual([]);
		expect.soft(await seriousFaults()).toEqual([]);
	});
});

describe('[C20] pages', () => {
	test('turn by button; guidance is open on the first page, a disclosure on the next', async () => {
		await showPaper(OPEN);
		expect(sheetText()).toContain('第 1 页，共 3 页');
		expect(document.querySelector('details')?.open).toBe(true);
		await button('上一页').click({ force: true });
		expect(sheetText()).toContain('第 1 题');
		await button('下一页').click();
		expect(sheetText()).toContain('第 2 题');
		expect(document.querySelector('details')?.open).toBe(false);
		await shoot('paper-second-page');
		expect(document.querySelector('.paper > [role="status"]')?.textContent).toBe(
			'第 2 页，共 3 页'
		);
		await button('下一页').click();
		await button('下一页').click({ force: true });
		expect(sheetText()).toContain('第 3 页，共 3 页');
	});

	test('turn by key, but not while somebody writes', async () => {
		await showPaper(OPEN);
		await userEvent.keyboard('{ArrowRight}');
		expect(sheetText()).toContain('第 2 题');
		await userEvent.keyboard('{PageDown}');
		expect(sheetText()).toContain('第 3 题');
		await userEvent.keyboard('{PageUp}{ArrowLeft}');
		expect(sheetText()).toContain('第 1 题');
		await userEvent.click(browser.getByLabelText('消息'));
		await userEvent.keyboard('{ArrowRight}{PageDown}');
		expect(sheetText()).toContain('第 1 题');
	});

	test('a long page is scrolled to its end before the key turns it, and the foot stays in view', async () => {
		const long = { 'zh-CN': '某社区把一处闲置车棚改成了共享晾晒区。\n\n'.repeat(60) };
		await showPaper(questions(long, { 'zh-CN': '第二' }));
		const body = document.querySelector('.paper .body');
		for (let pressed = 0; pressed < 40 && !sheetText().includes('第二'); pressed++) {
			expect(inside(document.querySelector('.paper .foot'))).toBe(true);
			await userEvent.keyboard('{PageDown}');
			if (pressed === 0) expect(body?.scrollTop).toBeGreaterThan(100);
		}
		expect(sheetText()).toContain('第二');
		expect(body?.scrollTop).toBe(0);
	});

	test('at 200 % of a laptop’s screen everything can be reached', async () => {
		await showPaper(OPEN);
		await browser.viewport(683, 384);
		await shoot('paper-200-percent');
		expect(cutTexts()).toEqual([]);
		document.querySelector('.paper .foot')?.scrollIntoView();
		expect(inside(document.querySelector('.paper .foot'))).toBe(true);
	});
});

describe('[C20] acts', () => {
	test('a question is marked once, and the time of it is shown', async () => {
		await showPaper(OPEN);
		await button('该题回答完毕').click();
		await button('该题回答完毕').click({ force: true });
		expect(acts.answered.mock.calls).toEqual([[1]]);
		await showPaper(OPEN, { answered: [[1, STARTS_AT + 266_000]] });
		await expect.element(browser.getByText('第 1 题已答完 04:26')).toBeVisible();
		await button('下一页').click();
		await button('该题回答完毕').click();
		expect(acts.answered.mock.calls.at(-1)).toEqual([2]);
	});

	test('【刷新题目】 asks, and says that all is here', async () => {
		await showPaper(OPEN);
		await button('刷新题目').click();
		expect(acts.refresh).toHaveBeenCalledOnce();
		expect(document.querySelector('.paper > [role="status"]')?.textContent).toContain('共 3 页');
	});

	test('[C19] the code is typed in a small form; what is wrong with it stands at the field', async () => {
		await showPaper({ ...LATE, refused: null });
		await button('输入题目密码').click();
		await browser.getByLabelText('题目密码').fill('000g-40r4');
		await button('打开题目').click();
		expect(acts.typeKey.mock.calls).toEqual([['000g-40r4']]);
		await showPaper({ ...LATE, here: false, refused: 'paper.not-here' });
		expect(document.body.textContent).not.toContain('输入题目密码');
	});
});

describe('[C20] hostile papers', () => {
	test('run nothing, load nothing from elsewhere, lead nowhere', async () => {
		const requested: string[] = [];
		const watch = new PerformanceObserver((list) =>
			requested.push(...list.getEntries().map((entry) => entry.name))
		);
		watch.observe({ entryTypes: ['resource'] });
		Object.assign(globalThis, { ran: 0 });
		await showPaper(
			questions({
				'zh-CN': [
					'<script>ran++</script> <img src=x onerror="ran++"> <b onclick="ran++">看</b>',
					'![a](https://elsewhere.example/a.png) ![b](javascript:ran++) ![c](data:text/html,x)',
					'![proto](__proto__) ![toString](toString) [去](https://elsewhere.example)',
					'<iframe src="https://elsewhere.example"></iframe>\n\n<style>*{display:none}</style>',
					'<form action="https://elsewhere.example"><button>送</button></form>',
					'| <svg onload="ran++"> | b |\n|---|---|\n| <a href="javascript:ran++">x</a> | ![](area.png) |'
				].join('\n\n')
			})
		);
		await new Promise((resolve) => setTimeout(resolve, 200));
		watch.disconnect();
		expect(Reflect.get(globalThis, 'ran')).toBe(0);
		expect(requested.filter((name) => name.includes('elsewhere'))).toEqual([]);
		const article = document.querySelector('article');
		expect(article?.querySelectorAll('a, script, style, iframe, form, button, svg')).toHaveLength(
			0
		);
		const pictures = [...(article?.querySelectorAll('img') ?? [])].map((one) => one.src);
		expect(pictures).toEqual([SAMPLE_PAPER.pictures['area.png']]);
		for (const element of article?.querySelectorAll('*') ?? [])
			for (const { name } of element.attributes)
				expect(['class', 'src', 'alt', 'draggable', 'scope', 'style']).toContain(name);
	});
});

describe('[C28] against copying', () => {
	const watermark = (): string =>
		decodeURIComponent(
			document.querySelector<HTMLElement>('.watermark')?.style.backgroundImage ?? ''
		);

	test('the watermark shows lot, sitting, code and minute, and is read by nobody', async () => {
		await showPaper(OPEN);
		expect(watermark()).toMatch(/>抽签号 17 · SL0900<.*>7K3M9Q · 2027\/01\/09 \d\d:02</);
		const mark = document.querySelector('.watermark');
		expect(mark?.getAttribute('aria-hidden')).toBe('true');
		expect(getComputedStyle(mark as Element).pointerEvents).toBe('none');
		await showPaper(OPEN, { lot: null, now: null });
		expect(watermark()).toMatch(/>SL0900<.*>7K3M9Q</);
	});

	test('it is drawn anew once a minute, however often the page asks the time', async () => {
		const room = changingPaper(paperProps(OPEN, { now: STARTS_AT }));
		await show(Room, room.props);
		let drawn = 0;
		const watch = new MutationObserver((changes) => (drawn += changes.length));
		watch.observe(document.querySelector('.watermark') as Element, { attributes: true });
		for (let ms = 0; ms <= 119_750; ms += 250) room.at(STARTS_AT + ms);
		await Promise.resolve();
		watch.disconnect();
		expect(drawn).toBe(1);
	});

	test('nothing of the paper is selected; what is typed and what is beside it is', async () => {
		await showPaper(OPEN);
		getSelection()?.selectAllChildren(document.body);
		expect(getSelection()?.toString()).not.toContain('第 1 题');
		expect(getSelection()?.toString()).toContain('400-000-0000');
		await showPaper({ ...LATE, refused: null });
		await button('输入题目密码').click();
		const field = browser.getByLabelText('题目密码');
		await field.fill('000g-40r4');
		await userEvent.dblClick(field);
		const input = field.element() as HTMLInputElement;
		expect((input.selectionEnd ?? 0) - (input.selectionStart ?? 0)).toBeGreaterThan(0);
	});

	test('keys and screen readers keep everything', async () => {
		await showPaper(OPEN);
		await expect.element(browser.getByRole('heading', { name: '第 1 题' })).toBeVisible();
		await userEvent.keyboard('{ArrowRight}');
		await expect.element(browser.getByRole('heading', { name: '第 2 题' })).toBeVisible();
		await userEvent.keyboard('{Tab}');
		expect(document.activeElement).not.toBe(document.body);
	});
});
