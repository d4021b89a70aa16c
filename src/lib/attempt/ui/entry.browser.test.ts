// The entry pages in every state, at our sizes and in both languages; what they do by themselves at their seconds.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { flushSync, type Component } from 'svelte';
import { userEvent } from 'vitest/browser';
import type { ExamFacts } from '../../exam/arrival.ts';
import { examFacts, MINUTE_MS, NINE, sittingAt } from '../../exam/testing/facts.ts';
import type { Locale } from '../../shared/i18n.ts';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, show, type Size } from '../../shared/ui/testing/show.ts';
import EntryPage from './EntryPage.svelte';
import OfflinePage from './OfflinePage.svelte';
import Unsupported from './Unsupported.svelte';
import UnfinishedNotice from './UnfinishedNotice.svelte';

type Any = Component<Record<string, unknown>>;
const [Entry, Offline] = [EntryPage, OfflinePage] as unknown as [Any, Any];
const [CannotRecord, Unfinished] = [Unsupported, UnfinishedNotice] as unknown as [Any, Any];
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['laptop', 'en'],
	['phone', 'zh-CN'],
	['phone', 'en']
];
const CLOSES_AT = examFacts().closesAt ?? 0;
const SEVERAL = examFacts({
	sittings: [0, 60, 120].map((after) => sittingAt(`SL${after}`, NINE + after * MINUTE_MS))
});
const STATES: Readonly<Record<string, { exam: ExamFacts | null; now: number }>> = {
	plain: { exam: null, now: NINE },
	before: { exam: examFacts(), now: NINE - 50 * 60 * MINUTE_MS },
	early: { exam: examFacts(), now: NINE - 72 * MINUTE_MS },
	'early-of-several': { exam: SEVERAL, now: NINE - 31 * MINUTE_MS },
	open: { exam: examFacts(), now: NINE - 8 * MINUTE_MS },
	started: { exam: examFacts(), now: NINE + MINUTE_MS },
	over: { exam: examFacts(), now: NINE + 60 * MINUTE_MS },
	after: { exam: examFacts(), now: NINE + 50 * 60 * MINUTE_MS },
	face: { exam: examFacts({ face: true }), now: NINE - 8 * MINUTE_MS },
	'without-sittings': { exam: examFacts({ sittings: [] }), now: NINE }
};

/** The test's own page was made long ago: what a server would have written into it for it to be `now` here. */
function madeFor(now: number): number {
	const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	if (!load) throw new Error('no navigation');
	return Math.round(now - (performance.now() - (load.requestStart + load.responseStart) / 2));
}

function stateOf(name: string): { exam: ExamFacts | null; now: number } {
	const state = STATES[name];
	if (!state) throw new Error(name);
	return { ...state, now: madeFor(state.now) };
}

const text = (): string => document.body.textContent ?? '';
const account = (): HTMLInputElement | null => document.querySelector('input[name=account]');

beforeEach(() => {
	// no server stands behind these pages: the time they were made at goes on
	vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network'));
});
afterEach(async () => {
	await clear();
	vi.restoreAllMocks();
});

describe.each(VARIANTS)('at %s in %s', (size, locale) => {
	test.each(Object.keys(STATES))('[C1, C5, C7] entry, %s', async (name) => {
		const { exam, now } = stateOf(name);
		await show(Entry, { exam, now, refusal: null, loginAlways: exam === null }, { size, locale });
		await expectFit(`entry-${name}-${size}-${locale}`);
	});
});

test.each(VARIANTS)('[C2, C3] without abilities or network, at %s in %s', async (size, locale) => {
	await show(CannotRecord, { missing: ['screen-share', 'recorder'] }, { size, locale });
	await expectFit(`cannot-record-${size}-${locale}`);
	await show(Offline, {}, { size, locale });
	await expectFit(`offline-${size}-${locale}`);
});

test('[C5] at the second the login opens the form is there, without a reload', async () => {
	await show(Entry, {
		exam: examFacts(),
		now: madeFor(NINE - 30 * MINUTE_MS - 1200),
		refusal: null
	});
	expect(account()).toBeNull();
	expect(document.querySelector('[role=timer]')?.textContent).toMatch(/0\s*分\s*0[12]\s*秒/);
	await expect.poll(account).not.toBeNull();
});

test('[C1] when the window closes, a form that somebody is typing in stays', async () => {
	await show(Entry, { exam: examFacts(), now: madeFor(CLOSES_AT), refusal: null });
	expect(account(), 'after the window there is none').toBeNull();

	await show(Entry, { exam: examFacts(), now: madeFor(CLOSES_AT - 1200), refusal: null });
	const field = account();
	field?.focus();
	if (field) field.value = 'k0017';
	await expect.poll(text).toContain('考试网址已于');
	expect(account()?.value).toBe('k0017');
});

test('[C1] outside the window the page says why and whom to call', async () => {
	await show(Entry, { ...stateOf('after'), refusal: null });
	expect(text()).toContain('本次考试已经结束');
	expect(text()).toContain('400-000-0000');
	await show(Entry, { ...stateOf('before'), refusal: null });
	expect(text()).toContain('距离考试网址开放还有');
	expect(account()).toBeNull();
});

test('[C7] a refused login says why and keeps the account', async () => {
	const refusal = { way: 'account', code: 'login.too-many-tries', account: 'k0017', minutes: 5 };
	await show(Entry, { exam: null, now: madeFor(NINE), refusal, loginAlways: true });
	expect(text()).toContain('请等 5 分钟再试');
	expect(account()?.value).toBe('k0017');
	await expectFit('entry-refused-laptop-zh-CN');
});

/** The names of the ways, the open one marked. */
const ways = (): string[] =>
	[...document.querySelectorAll('nav a')].map(
		(way) => `${way.getAttribute('aria-current') === 'true' ? '*' : ''}${way.textContent.trim()}`
	);
const isOpen = (field: string): boolean =>
	document.querySelector(`input[name=${field}]`)?.checkVisibility() ?? false;
const FACE = examFacts({ face: true });
const OPEN = NINE - 8 * MINUTE_MS;

test('[C6, C7] with faces there are two ways, the face first; what was typed stays in both', async () => {
	await show(Entry, { exam: FACE, now: madeFor(OPEN), refusal: null });
	expect(ways()).toEqual(['*人脸登录', '账号登录']);
	expect([isOpen('admission'), isOpen('account')]).toEqual([true, false]);
	const admission = document.querySelector<HTMLInputElement>('input[name=admission]');
	if (admission) admission.value = '20260017';
	const [face, byAccount] = document.querySelectorAll<HTMLElement>('nav a');
	byAccount?.focus();
	await userEvent.keyboard('{Enter}');
	expect(ways()).toEqual(['人脸登录', '*账号登录']);
	expect([isOpen('admission'), isOpen('account')]).toEqual([false, true]);
	expect(text()).toContain('两种方式同样有效，不影响成绩');
	await expectFit('entry-face-account-laptop-zh-CN');
	await userEvent.keyboard('{Tab}');
	expect(document.activeElement).toBe(account());
	face?.click();
	flushSync();
	expect(isOpen('admission')).toBe(true);
	expect(admission?.value).toBe('20260017');
});

test('[C7] the two forms and the switch between them need no script', async () => {
	await show(Entry, { exam: FACE, now: madeFor(OPEN), refusal: null, next: '/interview' });
	const actions = [...document.querySelectorAll('form')].map((form) => form.getAttribute('action'));
	expect(actions).toEqual(['?/face', '?/account']);
	const hrefs = [...document.querySelectorAll('nav a')].map((way) => way.getAttribute('href'));
	expect(hrefs).toEqual(['?login=face&next=%2Finterview', '?login=account&next=%2Finterview']);
});

test('[C7] without faces nothing is said of them', async () => {
	await show(Entry, { exam: examFacts(), now: madeFor(OPEN), refusal: null, asked: 'face' });
	expect(document.querySelector('nav, input[name=admission]')).toBeNull();
	expect(text()).not.toContain('人脸');
	expect(document.querySelector('form h2')?.className).toBe('h3');
});

test('[C6, C7] where no exam is known the account comes first, the face second', async () => {
	await show(Entry, { exam: null, now: madeFor(OPEN), refusal: null, loginAlways: true });
	expect(ways()).toEqual(['*账号登录', '人脸登录']);
	expect(isOpen('account')).toBe(true);
});

test('[C7] after a face that is of no use the account way is open and says why', async () => {
	const refusal = { way: 'face', code: 'identity.blocked', admission: '20260017' };
	await show(Entry, { exam: FACE, now: madeFor(OPEN), refusal });
	expect(ways()).toEqual(['人脸登录', '*账号登录']);
	const [alert] = [...document.querySelectorAll('[role=alert]')].filter((one) =>
		one.checkVisibility()
	);
	expect(alert?.textContent).toContain('人脸已经核对三次');
	await expectFit('entry-face-blocked-laptop-zh-CN');
});

test('[C6] a refused face login says why, and keeps the admission number alone', async () => {
	const refusal = { way: 'face', code: 'identity.unknown', admission: '20260017' };
	await show(Entry, { exam: FACE, now: madeFor(OPEN), refusal });
	expect(document.querySelector('[role=alert]')?.textContent).toContain(
		'准考证号或证件号后六位不对'
	);
	expect(document.querySelector<HTMLInputElement>('[name=admission]')?.value).toBe('20260017');
	expect(document.querySelector<HTMLInputElement>('[name=idLastSix]')?.value).toBe('');
	expect(account()?.value).toBe('');
	await expectFit('entry-face-refused-laptop-zh-CN');
});

test('[C6, C7] a browser without a camera: the face way is grey with its reason, the account way open', async () => {
	vi.spyOn(navigator, 'mediaDevices', 'get').mockReturnValue(undefined as never);
	const refusal = { way: 'account', code: 'login.refused', account: 'k0017' };
	await show(Entry, { exam: FACE, now: madeFor(OPEN), refusal });
	await expect.poll(ways).toEqual(['人脸登录', '*账号登录']);
	const [face] = document.querySelectorAll<HTMLElement>('nav a');
	face?.click();
	flushSync();
	expect(isOpen('admission')).toBe(false);
	expect(face?.getAttribute('aria-disabled')).toBe('true');
	const why = document.getElementById(face?.getAttribute('aria-describedby') ?? '');
	expect(why?.textContent).toContain('这个浏览器不开放摄像头');
	await expectFit('entry-face-no-camera-laptop-zh-CN');
});

test('[C1] the front page of a tab that came for an exam leads back to it', async () => {
	sessionStorage.clear();
	const front = { exam: null, now: madeFor(OPEN), refusal: null, loginAlways: true };
	await show(Entry, front);
	expect(document.querySelector('a[href^="/e/"]')).toBeNull();
	await show(Entry, { exam: FACE, now: madeFor(OPEN), refusal: null });
	await show(Entry, front);
	await expect.poll(() => document.querySelector('a[href="/e/SL2026"]')).not.toBeNull();
	sessionStorage.clear();
});

test('[C5] a login too early counts down to its time, says when it has come, and keeps the account', async () => {
	const refusal = {
		way: 'account',
		code: 'login.not-open',
		account: 'k0017',
		opensAt: NINE,
		phone: '400-1'
	};
	await show(Entry, { exam: null, now: madeFor(NINE - 1500), refusal, loginAlways: true });
	const local = new Date(NINE).toLocaleTimeString('zh-CN', { hour12: false });
	expect(document.querySelector('form [role=status]')?.textContent).toContain(local);
	expect(document.querySelector('form [role=timer]')?.textContent).toMatch(/还有 0 分 [12] 秒/);
	expect(text()).toContain('400-1');
	await expectFit('entry-not-open-laptop-zh-CN');
	await expect.poll(text).toContain('登录现在已经开放');
	expect(account()?.value).toBe('k0017');
});

test('[C9] a login too late says whom to call', async () => {
	const refusal = { way: 'account', code: 'login.closed', account: 'k0017', phone: '400-000-0000' };
	await show(Entry, { ...stateOf('started'), refusal });
	expect(document.querySelector('form [role=alert]')?.textContent).toContain('400-000-0000');
	await expectFit('entry-closed-laptop-zh-CN');
});

test.each(['answer', 'upload'])('[C1] an attempt at %s leads back to it', async (stage) => {
	const frozen = { texts: { title: examFacts().title } };
	await show(Unfinished, { attempt: { stage, frozen } });
	const back = document.querySelector('a');
	expect(back?.getAttribute('href')).toBe('/interview');
	// a client-side navigation would run the new version's page
	expect(back?.closest('[data-sveltekit-reload]')).not.toBeNull();
	await expectFit(`unfinished-${stage}-laptop-zh-CN`);
});

test('[C2] the address is copied, or selected where copying is refused, and the page says which', async () => {
	const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce();
	await show(CannotRecord, { missing: ['recorder'] });
	const button = [...document.querySelectorAll('button')].find((one) =>
		one.textContent.includes('复制网址')
	);
	button?.click();
	await expect.poll(text).toContain('网址已复制');
	expect(write).toHaveBeenCalledWith(location.href);

	write.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'));
	button?.click();
	await expect.poll(text).toContain('网址已选中');
	flushSync();
	const field = document.querySelector<HTMLInputElement>('input[readonly]');
	expect(field?.selectionEnd).toBe(location.href.length);
	expect(document.activeElement).toBe(field);
});
