// The search box: by keyboard, empty, too short, too many, failed, answers out of order.
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { DeskSearch } from '../desk-view.ts';
import { sampleHits } from '../testing/sample-desk.ts';
import { createDeskSearch } from './desk-search.svelte.ts';
import SearchHost from './testing/SearchHost.svelte';

type Answer = Result<DeskSearch, ErrorCode>;
const found = (count: number, more = false): Answer => ok({ hits: sampleHits(count), more });

afterEach(clear);

async function open(answer: Answer, size: 'laptop' | 'desktop' = 'laptop', locale?: 'en') {
	const ask = vi.fn<(typed: string) => Promise<Answer>>(() => Promise.resolve(answer));
	await show(
		SearchHost,
		{ search: createDeskSearch(ask) },
		{ size, ...(locale ? { locale } : {}) }
	);
	return ask;
}
const box = (): HTMLInputElement => {
	const input = document.querySelector<HTMLInputElement>('input[name=q]');
	if (!input) throw new Error('no box');
	return input;
};
const text = (): string =>
	document.querySelector('main')?.textContent.replaceAll(/\s+/g, ' ') ?? '';
async function type(typed: string): Promise<void> {
	await userEvent.fill(box(), typed);
	await userEvent.keyboard('{Enter}');
}
async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}

test.each([
	['laptop', undefined],
	['desktop', undefined],
	['laptop', 'en']
] as const)('[I5] finds by the keyboard alone, at %s in %s', async (size, locale) => {
	const ask = await open(found(12), size, locale);
	await type('  测试考生甲 ');
	await expect.poll(() => document.querySelectorAll('tbody tr').length).toBe(12);
	expect(ask.mock.calls.map(([typed]) => typed)).toEqual(['测试考生甲']);
	const link = document.querySelector<HTMLAnchorElement>('tbody a');
	expect(link?.getAttribute('href')).toBe('/desk/c0');
	await userEvent.tab();
	await userEvent.tab();
	expect(document.activeElement).toBe(link);
	await expectFit(`desk-search-${size}-${locale ?? 'zh'}`);
});

test('[I5] too little is not looked for, and said', async () => {
	const ask = await open(found(1));
	await type('甲');
	await expect.poll(text).toContain('请多输入一点');
	await type('');
	await expect.poll(text).not.toContain('请多输入一点');
	expect(ask).not.toHaveBeenCalled();
});

test('[I5] nobody, too many, and no network each stand in words', async () => {
	await open(found(0));
	await type('不在这里');
	await expect.poll(text).toContain('您负责的考场里没有这位考生');
	await expectFit('desk-search-nobody');
	await open(found(50, true));
	await type('考生');
	await expect.poll(text).toContain('只列出前 50 人');
	await open(err('server.unreachable'));
	await type('考生');
	await expect.poll(text).toContain('连不上服务器');
	// what was typed is still there
	expect(box().value).toBe('考生');
	await expectFit('desk-search-offline');
});

test('[I5] of two questions the newer one is shown, whichever answer comes first', async () => {
	const answers = new Map<string, (answer: Answer) => void>();
	const search = createDeskSearch((typed) => new Promise((resolve) => answers.set(typed, resolve)));
	const [first, second] = [search.search('第一'), search.search('第二')];
	answers.get('第二')?.(found(2));
	answers.get('第一')?.(found(9));
	await Promise.all([first, second]);
	expect(search.state).toMatchObject({ kind: 'found', found: { hits: { length: 2 } } });
});
