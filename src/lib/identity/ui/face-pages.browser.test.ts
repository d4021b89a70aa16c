// The pages of the face login in every state, at our sizes and in both languages; what they say, and to whom.
import { flushSync, type Component } from 'svelte';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Locale } from '../../shared/i18n.ts';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, show, type Size } from '../../shared/ui/testing/show.ts';
import type { FaceLoginView } from './face-login-view.ts';
import FacePage from './FacePage.svelte';
import { drawnCamera, facePageData, faceSamples } from './testing/sample-face.ts';
import ChangingFace from './testing/ChangingFace.svelte';

type Any = Component<Record<string, unknown>>;
const [Page, Changing] = [FacePage, ChangingFace] as unknown as [Any, Any];
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['laptop', 'en'],
	['phone', 'zh-CN'],
	['phone', 'en']
];
const actions = { begin: vi.fn() };
const consent = facePageData({
	state: 'consent',
	consent: { ...facePageData().consent, at: null }
});

let stream: MediaStream;
beforeAll(() => {
	stream = drawnCamera();
});
afterAll(() => {
	for (const track of stream.getTracks()) track.stop();
});
beforeEach(() => {
	actions.begin.mockClear();
	// no server stands behind these pages: the time they were made at goes on
	vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network'));
});
afterEach(async () => {
	await clear();
	vi.restoreAllMocks();
});

function sample(name: string): FaceLoginView {
	const view = faceSamples(stream)[name];
	if (!view) throw new Error(name);
	return view;
}
const showView = (name: string): Promise<void> =>
	show(Page, { data: facePageData(), view: sample(name), actions });
const text = (): string => document.body.textContent ?? '';
const names = (): string[] =>
	[...document.querySelectorAll('main a, main button')].map(({ textContent }) =>
		textContent.trim()
	);
const pressable = (name: string): HTMLElement => {
	const found = [...document.querySelectorAll<HTMLElement>('main a, main button')].find(
		({ textContent }) => textContent.trim() === name
	);
	if (!found) throw new Error(name);
	return found;
};

describe.each(VARIANTS)('at %s in %s', (size, locale) => {
	test.each(Object.keys(faceSamples(new MediaStream())))('[C6, C7] face, %s', async (name) => {
		const props = { data: facePageData(), view: sample(name), actions };
		await show(Page, props, { size, locale });
		if (size === 'phone' || document.querySelector('video') === null) return fit(name);
		// all of it in one look: nobody scrolls while turning the head
		await vi.waitFor(() => expect(document.querySelector('video')?.videoWidth).toBe(640));
		expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(innerHeight);
		await fit(name);
	});

	test.each(['consent', 'text-changed', 'ended'])('[C7] face, %s', async (name) => {
		const data = name === 'ended' ? facePageData({ state: 'over' }) : consent;
		const refused = name === 'text-changed' ? 'identity.text-changed' : null;
		await show(Page, { data, view: sample('opening'), actions, refused }, { size, locale });
		await fit(name);
	});

	const fit = (name: string): Promise<void> => expectFit(`face-${name}-${size}-${locale}`);
});

test('[C7] the question of consent: the whole text, two answers of one size, nothing chosen beforehand', async () => {
	await show(Page, { data: consent, view: sample('opening'), actions });
	expect(text()).toContain('机器看到的只是提示，由人来判断，不会自动处罚任何人。');
	expect(document.querySelector('video, input:not([type=hidden])')).toBeNull();
	const [agree, decline] = [pressable('同意，开始人脸登录'), pressable('不同意，用账号登录')];
	expect(agree.className).toBe(decline.className);
	expect(agree.getBoundingClientRect().width).toBe(decline.getBoundingClientRect().width);
	const forms = [...document.querySelectorAll('form')].map((form) => form.getAttribute('action'));
	expect(forms).toEqual(['?/agree', '?/decline']);
	expect(new FormData(agree.closest('form') ?? undefined).get('version')).toBe('0123456789abcdef');
	// both in sight before anything is scrolled
	expect(decline.getBoundingClientRect().bottom).toBeLessThanOrEqual(innerHeight);
});

test('[C7] by keyboard: the text comes before its answers, and no answer is the first stop', async () => {
	await show(Page, { data: consent, view: sample('opening'), actions });
	await userEvent.keyboard('{Tab}');
	expect(document.activeElement?.textContent.trim()).toBe('English');
	await userEvent.keyboard('{Tab}');
	expect(document.activeElement?.textContent).toContain('不会自动处罚任何人');
	await userEvent.keyboard('{Tab}');
	expect(document.activeElement?.textContent.trim()).toBe('同意，开始人脸登录');
	await userEvent.keyboard('{Tab}');
	expect(document.activeElement?.textContent.trim()).toBe('不同意，用账号登录');
});

test('[C6] one instruction, and of the steps only those done and the present one', async () => {
	await showView('left');
	expect(document.querySelector('h1')?.textContent).toBe('请慢慢向左转头');
	const steps = [...document.querySelectorAll('ol > li')].map(({ textContent }) =>
		textContent.trim()
	);
	expect(steps).toEqual(['正对镜头，已完成', '眨眼，已完成', '向左转头', '还有 2 步']);
	expect(document.querySelector('[aria-current=step]')?.textContent.trim()).toBe('向左转头');
	expect(text()).toContain('2026****0017');
});

test('[C6] the picture is mirrored and goes on while the view changes', async () => {
	const [first, second] = [sample('left'), sample('last')];
	await show(Changing, { data: facePageData(), views: [first, second], actions });
	const video = document.querySelector('video');
	const shown = video?.srcObject;
	expect(getComputedStyle(video as Element).transform).toBe('matrix(-1, 0, 0, 1, 0, 0)');
	const set = vi.fn();
	Object.defineProperty(video, 'srcObject', { set, get: () => shown });
	pressable('next').click();
	flushSync();
	expect(document.querySelector('h1')?.textContent).toBe('请转回正面');
	expect(document.querySelector('video')).toBe(video);
	expect(set).not.toHaveBeenCalled();
});

test('[C6] an instruction is read out once it has settled, and not what was gone at once', async () => {
	const views = [sample('ahead'), sample('dark'), sample('left')];
	await show(Changing, { data: facePageData(), views, actions });
	const said: string[] = [];
	const region = document.querySelector('main > [role=status]') as HTMLElement;
	new MutationObserver(() => said.push(region.textContent)).observe(region, {
		...{ childList: true, characterData: true, subtree: true }
	});
	pressable('next').click();
	flushSync();
	await new Promise((resolve) => setTimeout(resolve, 150));
	pressable('next').click();
	await expect.poll(() => said).toEqual(['请慢慢向左转头。稍微转一点就够，停一两秒。']);
});

test.each(['zh-CN', 'en'] as const)(
	'[C6] all of it in one look on a small laptop, less the bars of its browser, in %s',
	async (locale) => {
		const props = { data: facePageData(), view: sample('dark'), actions };
		await show(Page, props, { locale });
		await page.viewport(1366, 633);
		expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(innerHeight);
		await expectFit(`face-dark-low-${locale}`);
	}
);

test('[C6] a refusal says what to change, how many tries are left, and both ways on', async () => {
	await showView('refused');
	expect(text()).toContain('请摘下眼镜、帽子，露出整张脸');
	expect(text()).toContain('还可以再试 2 次');
	expect(names()).toEqual(['再试一次', '改用账号登录', '撤回，并删除已拍的照片']);
	pressable('再试一次').click();
	expect(actions.begin).toHaveBeenCalledOnce();
});

test('[C6] after a new try the focus is where the page goes on', async () => {
	const views = [sample('refused'), sample('opening')];
	await show(Changing, { data: facePageData(), views, actions: {} });
	pressable('再试一次').focus();
	pressable('再试一次').click();
	flushSync();
	expect(document.querySelector('h1')?.textContent).toBe('正在打开摄像头');
	expect(document.activeElement).toBe(document.querySelector('h1'));
});

test('[C7] after three refusals, or while a person is asked, the account way is the one to press', async () => {
	await showView('blocked');
	expect(text()).toContain('已经通知技术人员');
	expect(pressable('改用账号登录').className).toContain('primary');
	expect(pressable('改用账号登录').getAttribute('href')).toBe('/e/SL2026?login=account');
	expect(names()).not.toContain('再试一次');
	await showView('waiting');
	expect(text()).toContain('本页也会自动继续');
	expect(pressable('改用账号登录').className).toContain('primary');
});

test('[C6] a camera that was refused comes with how to allow it; a browser that cannot, with the other way', async () => {
	await showView('camera-refused');
	expect(document.querySelectorAll('ol > li')).toHaveLength(4);
	expect(pressable('再试一次').className).toContain('primary');
	await showView('unsupported');
	expect(names()).not.toContain('再试一次');
	expect(pressable('改用账号登录').className).toContain('primary');
});

test('[C6] a login that is over begins anew at the entry of its exam', async () => {
	await showView('over');
	expect(names()).not.toContain('再试一次');
	expect(pressable('重新登录').getAttribute('href')).toBe('/e/SL2026');
	expect(pressable('重新登录').className).toContain('primary');
	await show(Page, { data: facePageData({ state: 'over' }), view: sample('opening'), actions });
	expect(pressable('重新登录').getAttribute('href')).toBe('/e/SL2026');
	expect(pressable('改用账号登录').getAttribute('href')).toBe('/e/SL2026?login=account');
});

test('[C7] the other way and the withdrawal are on the page all the time', async () => {
	for (const [name, view] of Object.entries(faceSamples(stream))) {
		if (name === 'in') continue;
		await show(Page, { data: facePageData(), view, actions });
		expect(names(), name).toContain('改用账号登录');
		expect(pressable('撤回，并删除已拍的照片').closest('form')?.getAttribute('action')).toBe(
			'?/withdraw'
		);
	}
	expect(text()).toMatch(/\d\d:31 已同意使用人脸/);
});
