// The page of one candidate in a real browser, the ports of the world being fakes (I2).
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../../shared/ui/testing/show.ts';
import { err, ok } from '../../../shared/result.ts';
import type { CandidateView } from '../../candidate-view.ts';
import { fakeWorld, plainJpeg } from '../../testing/fake-candidate.ts';
import {
	ATTEMPT,
	incident,
	line,
	NOW,
	sampleCandidate,
	T
} from '../../testing/sample-candidate.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

const panel = (text: string) =>
	createRawSnippet(() => ({ render: () => `<section>${text}</section>` }));

async function open(
	view: CandidateView = sampleCandidate(),
	{ size, locale, now = NOW }: { size?: Size; locale?: 'en'; now?: number } = {}
) {
	const world = fakeWorld(() => now, await plainJpeg());
	world.answer((after) => ok({ ...view, lines: view.lines.filter(({ seq }) => seq > after) }));
	const page = new CandidateController(view, world);
	const onback = vi.fn();
	const panels = { chat: panel('chat panel'), acts: panel('acts panel') };
	const at = { ...(size ? { size } : {}), ...(locale ? { locale } : {}) };
	await show(CandidatePage, { page, onback, ...panels }, at);
	return { world, page, onback };
}

const text = (): string => document.body.innerText;
const focused = (): string | null => document.activeElement?.getAttribute('data-incident') ?? null;

test.each<[Size, 'en' | undefined]>([
	['laptop', undefined],
	['desktop', undefined],
	['tablet', undefined],
	['phone', undefined],
	['laptop', 'en']
])('[I2] everything has its place at %s %s', async (size, locale) => {
	await open(sampleCandidate(), { size, ...(locale ? { locale } : {}) });
	await expect.poll(() => document.querySelectorAll('figure[data-track] img').length).toBe(3);
	expect(cutTexts()).toEqual([]);
	const who = document.querySelector('.who');
	expect(who?.scrollHeight, 'nobody scrolls for what is known of them').toBe(who?.clientHeight);
	expect(await seriousFaults()).toEqual([]);
	await shoot(`candidate-${size}${locale ?? ''}`);
});

test('[I2] a clock and what it is of stay on one line, however narrow the page is', async () => {
	await open(sampleCandidate(), { size: 'phone' });
	const labels = [...document.querySelectorAll<HTMLElement>('header .end .label')];
	expect(labels).toHaveLength(2);
	for (const label of labels) {
		const [one, other] = [label, label.nextElementSibling].map((part) =>
			part?.getBoundingClientRect()
		);
		if (!one || !other) throw new Error('a label has nothing beside it');
		expect(other.top).toBeLessThan(one.bottom);
		expect(other.left).toBeGreaterThanOrEqual(one.right);
		expect(getComputedStyle(label).whiteSpace).toBe('nowrap');
	}
});

test('[I2] a change is read from the last line on, many at once as one, and appended', async () => {
	const { world, page } = await open();
	world.answer((after) =>
		ok(
			sampleCandidate('invigilator', {
				seq: 9,
				lines: [line(9, 'help.sent', NOW)].filter(({ seq }) => seq > after)
			})
		)
	);
	world.said.length = 0;
	for (let n = 0; n < 20; n++)
		world.events().pushed({ v: 1, type: 'changed', attempt: ATTEMPT, seq: 9 });
	// another attempt's is not this page's
	world.events().pushed({ v: 1, type: 'changed', attempt: 'other', seq: 1 });
	await expect.poll(() => page.lines.at(-1)?.seq).toBe(9);
	await new Promise((later) => setTimeout(later, 700));
	expect(world.said).toEqual(['view 8']);
	expect(page.lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	// a reconnect asks for what was missed, and no more
	world.events().welcome('e');
	await expect.poll(() => world.said).toEqual(['view 8', 'view 9']);
	expect(page.lines).toHaveLength(10);
});

test('[I2] however fast lines come, it reads at most twice a second, and ends with the last', async () => {
	const { world, page } = await open();
	world.said.length = 0;
	let seq = 8;
	world.answer(() => ok(sampleCandidate('invigilator', { seq, lines: [] })));
	const began = performance.now();
	for (let n = 0; n < 15; n++) {
		seq++;
		world.events().pushed({ v: 1, type: 'changed', attempt: ATTEMPT, seq });
		await new Promise((later) => setTimeout(later, 70));
	}
	await expect.poll(() => page.view.seq).toBe(seq);
	const took = performance.now() - began;
	const reads = world.said.filter((said) => said.startsWith('view')).length;
	expect(reads).toBeGreaterThan(1);
	expect(reads).toBeLessThanOrEqual(Math.ceil(took / 500) + 1);
});

test('[I2] a restored server has other lines: all of them are read', async () => {
	const { world, page } = await open();
	const restored = sampleCandidate('invigilator', { epoch: 'restored', seq: 3 });
	world.answer((after) =>
		ok({ ...restored, lines: restored.lines.filter(({ seq }) => seq > after && seq <= 3) })
	);
	world.said.length = 0;
	page.readAgain();
	await expect.poll(() => page.lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
	expect(world.said).toEqual(['view 8', 'view -1']);
});

test('[I2] after a long blindness there is no hole: all is read anew, and that there are older lines is said', async () => {
	const { world, page } = await open();
	expect(page.older).toBe(false);
	const seen: number[] = [];
	const whole = [line(4, 'time.granted', T, { data: { ms: 1 } }), line(2008, 'help.sent', NOW)];
	world.answer((after) => {
		seen.push(page.lines.length);
		const lines = whole.filter(({ seq }) => seq > after);
		return ok(sampleCandidate('invigilator', { seq: 2008, lines, older: after < 1000 }));
	});
	world.said.length = 0;
	page.readAgain();
	await expect.poll(() => page.lines.map(({ seq }) => seq)).toEqual([4, 2008]);
	expect(world.said).toEqual(['view 8', 'view -1']);
	// what was there stays until the new is
	expect(seen).toEqual([9, 9]);
	const summaries = [...document.querySelectorAll('summary')];
	summaries.find((one) => one.innerText.startsWith('记录 2 条'))?.click();
	await expect.element(browser.getByText(/更早的在导出里/)).toBeVisible();
	// what comes now is behind the last line again, and the older ones are as old
	page.readAgain();
	await expect.poll(() => world.said.at(-1)).toBe('view 2008');
	await expect.element(browser.getByText(/更早的在导出里/)).toBeVisible();
});

test('[I2] it says since when it is blind, keeps what it has, and goes on by itself', async () => {
	const { world, page } = await open();
	world.events().stateChanged({ state: 'blind', since: NOW - 5000 });
	await expect.element(browser.getByText(/起没有新的消息/)).toBeVisible();
	expect(page.blindSince).toBe(NOW - 5000);
	expect(text()).toContain('测试考生丙');
	expect(await seriousFaults()).toEqual([]);
	await shoot('candidate-blind');
	world.events().stateChanged({ state: 'connected' });
	await expect.element(browser.getByText(/起没有新的消息/)).not.toBeInTheDocument();
	// the socket lives, the database does not
	world.answer(() => err('server.unreachable'));
	page.readAgain();
	await expect.poll(() => page.blindSince).toBe(NOW);
});

test('[I1] [I2] that “watch closely” was not recorded is said; the next press is free, and takes the words away', async () => {
	const { world } = await open();
	const watch = vi.spyOn(world.api, 'watch').mockResolvedValueOnce('server.unreachable');
	const button = browser.getByRole('button', { name: '密切关注', exact: true });
	await button.click();
	const failed = browser.getByText('密切关注没有记录成功');
	await expect.element(failed).toBeVisible();
	await expect.element(button).not.toHaveAttribute('aria-disabled', 'true');
	expect(cutTexts()).toEqual([]);
	expect(await seriousFaults()).toEqual([]);
	await shoot('candidate-watch-failed');
	await button.click();
	await expect.element(failed).not.toBeInTheDocument();
	expect(watch).toHaveBeenCalledTimes(2);
});

test('[I2] pictures of incidents come at a press, which is one look', async () => {
	const { world } = await open();
	expect(world.said).not.toContain('thumbnails');
	await browser.getByRole('button', { name: '显示画面' }).dblClick();
	await expect.element(browser.getByAltText('画面：画面里不止一个人')).toBeVisible();
	expect(world.said.filter((said) => said === 'thumbnails')).toHaveLength(1);
	expect(text()).toContain('没有画面');
	await shoot('candidate-pictures');
});

test('[I2] J and K go through the incidents, Esc goes back; who writes keeps their keys', async () => {
	const { onback } = await open();
	await userEvent.keyboard('j');
	await expect.poll(focused).toBe('faces');
	await userEvent.keyboard('j');
	await expect.poll(focused).toBe('blurred');
	await userEvent.keyboard('jj');
	// it lies in what was closed
	await expect.poll(focused).toBe('reloaded');
	await userEvent.keyboard('k');
	await expect.poll(focused).toBe('away');
	const field = document.body.appendChild(document.createElement('input'));
	field.focus();
	await userEvent.keyboard('j{Escape}');
	expect(field.value).toBe('j');
	expect(onback).not.toHaveBeenCalled();
	field.remove();
	await userEvent.keyboard('{Escape}');
	expect(onback).toHaveBeenCalledOnce();
});

test('[I2] nothing moves under a hand: while somebody is at the list, what is new comes last', async () => {
	const { world, page } = await open();
	await userEvent.hover(browser.getByText('剩余时间'));
	const keys = () =>
		[...document.querySelectorAll('[data-incident]')].map((one) =>
			one.getAttribute('data-incident')
		);
	const before = keys();
	await userEvent.keyboard('j');
	await expect.poll(focused).toBe('faces');
	const view = sampleCandidate('invigilator', { lines: [] });
	const fresh = incident('fresh', { at: NOW, until: null, severity: 'serious' });
	world.answer(() => ok({ ...view, incidents: [...view.incidents, fresh] }));
	page.readAgain();
	await expect.poll(() => keys().length).toBe(before.length + 1);
	expect(keys().slice(0, 3)).toEqual(before.slice(0, 3));
	(document.activeElement as HTMLElement).blur();
	await expect.poll(() => keys()[0]).toBe('fresh');
});

const wide = (words: string): boolean => text().includes(words);

test.each<[string, Partial<CandidateView>, number, readonly string[]]>([
	[
		'before the entry',
		{
			...{ stage: 'gate', lot: null, incidents: [], lines: [], waits: [] },
			times: { ...sampleCandidate().times, enteredAt: null, startedAt: null, chapters: [] }
		},
		T - 600_000,
		['等待入场', '距离开考', '10:00', '没有异常记录']
	],
	[
		'cut off',
		{ devices: { ...sampleCandidate().devices, desktop: { at: NOW - 125_000, report: null } } },
		NOW,
		['断线 2 分 05 秒']
	],
	[
		'after the end',
		{
			...{ stage: 'upload', waits: [{ kind: 'upload-outstanding', count: 1 }] },
			times: { ...sampleCandidate().times, endedAt: T + 900_000 }
		},
		T + 960_000,
		['等待上传', '用时', '15:00', '没有记到结束']
	],
	[
		'uploaded',
		{ stage: 'done', waits: [], devices: { ...sampleCandidate().devices, desktop: null } },
		NOW,
		['没有设备登录']
	],
	['erased', {}, NOW, ['理由已删除', '考生说明已删除', '系统弹出了更新提示']]
])('[I2] it tells how things stand: %s', async (name, more, now, words) => {
	await open(sampleCandidate('invigilator', { ...more, now }), { now });
	await expect.poll(() => words.filter((one) => !wide(one))).toEqual([]);
	expect(cutTexts()).toEqual([]);
	await shoot(`candidate-${name.replaceAll(' ', '-')}`);
});
