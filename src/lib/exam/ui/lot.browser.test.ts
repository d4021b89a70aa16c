// The candidate's sheet and the public page (C12), as a person would see them. With VITE_SHOTS set: their pictures.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Component } from 'svelte';
import { page, userEvent } from 'vitest/browser';
import type { Locale } from '../../shared/i18n.ts';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../shared/ui/testing/show.ts';
import type { LotView } from '../lot-view.ts';
import type { PublishedLot } from '../published-lot.ts';
import { SAMPLE_RECEIPT, sampleDraw } from '../testing/sample-draw.ts';
import LotSheet from './LotSheet.svelte';
import LotVerifyPage from './LotVerifyPage.svelte';
import LotHost from './testing/LotHost.svelte';

const Sheet = LotSheet as unknown as Component<Record<string, unknown>>;
const Verify = LotVerifyPage as unknown as Component<Record<string, unknown>>;
const Host = LotHost as unknown as Component<Record<string, unknown>>;
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['phone', 'zh-CN'],
	['laptop', 'en'],
	['phone', 'en']
];

beforeEach(() => {
	for (const level of ['warn', 'error'] as const)
		vi.spyOn(console, level).mockImplementation((...words) => {
			expect.fail(`console.${level}: ${words.join(' ')}`);
		});
});
afterEach(async () => {
	await clear();
	history.replaceState(null, '', location.pathname + location.search);
	vi.restoreAllMocks();
});

async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}

describe('[C12] the candidate’s sheet', () => {
	const sealed: LotView = {
		...{
			state: 'ready',
			number: null,
			of: 200,
			commitment: '9f2c61ab04e7'.padEnd(60, '0') + '5d18'
		},
		...{ committedAt: Date.UTC(2026, 10, 28, 0, 0), verifyUrl: '/verify/lot/x' }
	};
	const VIEWS: Record<string, LotView> = {
		unsealed: {
			...sealed,
			state: 'waiting',
			of: 0,
			commitment: '',
			committedAt: null,
			verifyUrl: ''
		},
		waiting: { ...sealed, state: 'waiting' },
		ready: sealed,
		drawing: { ...sealed, state: 'drawing' },
		drawn: { ...sealed, state: 'drawn', number: 17 }
	};
	const nextLabel = '下一步：签署诚信承诺书';
	const props = (lot: LotView) => ({ lot, nextLabel, ondraw: vi.fn(), onnext: vi.fn() });
	const said = () => page.getByRole('status').element().textContent;
	const button = () => page.getByRole('button').element();

	test.each(VARIANTS)('every state at %s in %s', async (size, locale) => {
		for (const [name, lot] of Object.entries(VIEWS)) {
			await show(Sheet, props(lot), { size, locale });
			await expectFit(`lot-${name}-${size}-${locale}`);
		}
	});

	test('the one button draws, waits, then goes on', async () => {
		const ready = props(sealed);
		await show(Sheet, ready);
		expect(button().textContent).toContain('抽签');
		await userEvent.keyboard('{Tab}{Tab}{Tab}{Enter}');
		expect(ready.ondraw).toHaveBeenCalledTimes(1);
		await show(Sheet, props({ ...sealed, state: 'drawing' }));
		expect(button().getAttribute('aria-busy')).toBe('true');
		const drawn = props({ ...sealed, state: 'drawn', number: 17 });
		await show(Sheet, drawn);
		await page.getByRole('button', { name: nextLabel }).click();
		expect(drawn.onnext).toHaveBeenCalledTimes(1);
		expect(drawn.ondraw).not.toHaveBeenCalled();
	});

	test('the number is announced, and the second click of a double click does not leave it', async () => {
		const [ondraw, onnext] = [vi.fn(), vi.fn()];
		await show(Host, { ready: sealed, number: 17, ondraw, onnext });
		expect(said()).not.toContain('17');
		await userEvent.dblClick(button());
		expect(ondraw).toHaveBeenCalledTimes(1);
		expect(onnext).not.toHaveBeenCalled();
		expect(said()).toContain('您的抽签号是 17');
		expect(document.activeElement).toBe(button());
		await new Promise((resolve) => setTimeout(resolve, 800));
		await userEvent.click(button());
		expect(onnext).toHaveBeenCalledTimes(1);
	});

	test('whoever waits is told so and may go on', async () => {
		const waiting = props(VIEWS['waiting'] ?? sealed);
		await show(Sheet, waiting);
		expect(document.body.textContent).toContain('进入考试时会自动翻开号码');
		await page.getByRole('button', { name: nextLabel }).click();
		expect(waiting.onnext).toHaveBeenCalledTimes(1);
	});
});

describe('[C12] the public page', () => {
	const none = { publicValue: null, publicValueAt: null, drawDigest: null, seed: null };
	const DRAWS = {
		whole: sampleDraw(30),
		'before-reveal': sampleDraw(30, { seed: null }),
		'before-value': sampleDraw(30, none),
		unsealed: sampleDraw(30, null),
		tampered: sampleDraw(30, { publicValue: '4 0 8' })
	};
	const open = (draw: unknown, size: Size = 'laptop', locale: Locale = 'zh-CN') =>
		show(Verify, { draw, onrefresh: vi.fn() }, { size, locale });
	const chips = () =>
		[...document.querySelectorAll('.chip')].map((chip) => chip.textContent.trim());

	test.each(VARIANTS)('every state at %s in %s', async (size, locale) => {
		for (const [name, draw] of Object.entries(DRAWS)) {
			await open(draw, size, locale);
			await expectFit(`verify-${name}-${size}-${locale}`);
		}
	});

	test('recomputes all four steps and shows the numbers', async () => {
		await open(DRAWS.whole);
		expect(chips()).toEqual(['相符', '相符', '相符', '相符']);
		expect(document.body.textContent).toContain('全部相符：30 个号码');
		const numbers = [...document.querySelectorAll('tbody td:first-child')];
		expect(numbers.map((cell) => cell.textContent)).toEqual(
			Array.from({ length: 30 }, (_, index) => String(index + 1))
		);
	});

	test('before the reveal it says what is missing and when it comes', async () => {
		await open(DRAWS['before-reveal']);
		expect(chips()).toEqual(['相符', '尚未公布', '相符', '尚未公布']);
		const due = new Date(DRAWS.whole.entryClosesAt).toLocaleTimeString('zh-CN', { hour12: false });
		expect(document.body.textContent).toContain(due);
		await open(DRAWS['before-value']);
		expect(chips()).toEqual(['相符', '尚未公布', '尚未公布', '尚未公布']);
	});

	test.each<[string, Partial<PublishedLot>]>([
		['value', { publicValue: '4 0 8' }],
		['leaves', { leaves: DRAWS.whole.lot?.leaves.slice(1) ?? [] }],
		['seed', { seed: 'f'.repeat(64) }],
		['commitment', { commitment: 'f'.repeat(64) }]
	])('an altered %s is called by its name, and no number is shown', async (_what, change) => {
		await open(sampleDraw(30, change));
		expect(chips()).toContain('不相符');
		expect(document.querySelector('[role=alert]')?.textContent).toContain('不相符');
		expect(document.querySelector('tbody td')?.textContent).toBe('—');
	});

	test('a receipt from the address finds its own number, a wrong one is told', async () => {
		history.replaceState(null, '', `#${new URLSearchParams({ ...SAMPLE_RECEIPT }).toString()}`);
		await open(DRAWS.whole);
		const own = document.querySelector('tr.mine td')?.textContent;
		expect(Number(own)).toBeGreaterThan(0);
		const result = page.getByText(`您的签码在名单里，号码是 ${String(own)}。`);
		await expect.element(result).toBeVisible();
		await expectFit('verify-receipt-laptop-zh-CN');
		const field = page.getByLabelText('应试编号');
		await field.fill('00000000-0000-4000-8000-000000000002');
		await expect.element(page.getByText(/名单里没有这个签码/)).toBeVisible();
		await field.fill('0000');
		await expect.element(page.getByText(/这两项还不完整/)).toBeVisible();
		expect(document.querySelector('tr.mine')).toBeNull();
	});
});
