// [C4] The device check's page in every state, at our sizes and in both languages.
import { afterEach, expect, test, vi } from 'vitest';
import { flushSync, type Component } from 'svelte';
import { cdp, userEvent } from 'vitest/browser';
import type { Locale } from '../../shared/i18n.ts';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, cutTexts, shoot, show, type Size } from '../../shared/ui/testing/show.ts';
import type { CheckFacts } from '../facts.ts';
import { needsOf } from '../needs.ts';
import { GOOD_FACTS, SAMPLE_RULES } from '../testing/sample-facts.ts';
import CheckPage from './CheckPage.svelte';
import type { CheckActions, CheckView } from './check-view.ts';
import { NO_ACTIONS, sampleCheck, SAMPLE_EXAM, UNTOUCHED } from './testing/sample-check.ts';

const Page = CheckPage as unknown as Component<Record<string, unknown>>;
const BACK = { href: '/e/SL2026', toInterview: false };
const IN_APP = { ...GOOD_FACTS.browser, browser: '微信 8' };

const failed = (code: 'device.camera-missing' | 'device.camera-refused'): CheckFacts => ({
	...GOOD_FACTS,
	camera: { failed: code },
	microphone: { failed: code }
});
const closed = (code: 'device.camera-missing' | 'device.camera-refused'): Partial<CheckView> => ({
	facts: failed(code),
	picture: { state: 'failed', code },
	level: null
});
const OFFLINE = { failed: 'server.unreachable' } as const;

const STATES: Record<string, () => CheckView> = {
	untouched: () => sampleCheck({ facts: UNTOUCHED, started: false, level: null, ticked: [] }),
	running: () =>
		sampleCheck(
			{
				facts: { ...UNTOUCHED, camera: GOOD_FACTS.camera, latency: GOOD_FACTS.latency },
				measuring: true,
				uploadShare: 0.42
			},
			['upload']
		),
	slow: () =>
		sampleCheck({
			facts: { ...GOOD_FACTS, upload: { kbps: 1200, ms: 5000, bytes: 750_000 } }
		}),
	good: () => sampleCheck(),
	'no-camera': () => sampleCheck(closed('device.camera-missing')),
	refused: () => sampleCheck(closed('device.camera-refused')),
	'in-app': () =>
		sampleCheck({
			facts: {
				...UNTOUCHED,
				browser: { ...IN_APP, kind: { inApp: 'wechat', phone: false }, missing: ['screen-share'] }
			},
			started: false
		}),
	offline: () =>
		sampleCheck({
			facts: { ...GOOD_FACTS, upload: OFFLINE, latency: OFFLINE, recording: OFFLINE },
			connection: { state: 'lost', since: SAMPLE_EXAM.loginOpensAt ?? 0 }
		}),
	recording: () =>
		sampleCheck(
			{
				facts: { ...GOOD_FACTS, recording: undefined } as unknown as CheckFacts,
				test: { state: 'running', step: 'recording', share: 0.4 }
			},
			['recording']
		),
	unknown: () =>
		sampleCheck({
			facts: {
				...GOOD_FACTS,
				battery: null,
				screens: { ...GOOD_FACTS.screens, several: null },
				storage: { freeBytes: null, wroteBytes: 1 }
			}
		})
};

const open = (
	view: CheckView,
	{
		size = 'laptop',
		locale = 'zh-CN',
		...more
	}: {
		size?: Size;
		locale?: Locale;
		actions?: CheckActions;
		exam?: typeof SAMPLE_EXAM | null;
	} = {}
) =>
	show(
		Page,
		{ view, actions: NO_ACTIONS, exam: SAMPLE_EXAM, back: BACK, ...more },
		{ size, locale }
	);

const text = (): string => document.body.textContent;
const lineNames = (): (string | undefined)[] =>
	[...document.querySelectorAll<HTMLElement>('[data-line]')].map((row) => row.dataset['line']);
const solid = (): string[] =>
	[...document.querySelectorAll('.btn.primary')]
		.filter((one) => one.checkVisibility())
		.map((one) => one.textContent.trim());
const press = (name: string): void => {
	const [found] = [...document.querySelectorAll<HTMLElement>('button')].filter(
		(one) => one.textContent.trim() === name
	);
	if (!found) throw new Error(`no ${name}`);
	found.click();
	flushSync();
};

afterEach(async () => {
	await cdp().send('Emulation.setEmulatedMedia', { media: '' });
	vi.restoreAllMocks();
	await clear();
});

const SIZES: readonly Size[] = ['laptop', 'desktop', 'phone'];
test.for(
	Object.keys(STATES).flatMap((state) =>
		SIZES.flatMap((size) => (['zh-CN', 'en'] as const).map((locale) => ({ state, size, locale })))
	)
)('[C4] $state fits at $size in $locale', async ({ state, size, locale }) => {
	const view = STATES[state]?.();
	if (!view) throw new Error(state);
	await open(view, { size, locale });
	await expectFit(`check-${state}-${size}-${locale}`);
	expect(solid().length, 'one solid button').toBe(1);
});

test('[C4] on a phone only its own lines', async () => {
	const needs = needsOf(SAMPLE_RULES, 3_600_000, 'phone');
	await open(sampleCheck({ device: 'phone', needs }), { size: 'phone' });
	expect(lineNames()).toEqual([
		...['browser', 'camera', 'microphone', 'battery'],
		...['upload', 'latency', 'storage', 'clock', 'recording']
	]);
	expect(text()).toContain('手机只作佐证');
	await expectFit('check-phone-phone-zh-CN');
});

test('[C4] the line that needs care comes first, with what to do', async () => {
	await open(STATES['slow']?.() ?? sampleCheck());
	expect(lineNames().slice(0, 3)).toEqual(['upload', 'browser', 'camera']);
	const first = document.querySelector('[data-line=upload]')?.textContent ?? '';
	expect(first).toContain('1.2 Mbit/s');
	expect(first).toContain('2.4 Mbit/s 以上');
	expect(first).toContain('请改用网线');
	expect(document.querySelector('h1')?.textContent).toBe('还有 1 项需要处理');
});

test.for([
	['no-camera', '没有找到摄像头或麦克风'],
	['refused', '请点地址栏左侧的图标，改为允许'],
	['in-app', '请复制本网址，用 Chrome 或 Edge 打开'],
	['offline', '连不上服务器。请检查网线']
] as const)('[C4] %s says what to do', async ([state, words]) => {
	await open(STATES[state]?.() ?? sampleCheck());
	expect(document.querySelector('[role=row][data-state=danger]')?.textContent).toContain(words);
});

test('[C4] before the start nothing is asked for, and the button begins', async () => {
	const measure = vi.fn();
	await open(STATES['untouched']?.() ?? sampleCheck(), { actions: { ...NO_ACTIONS, measure } });
	expect(solid()).toEqual(['开始检测']);
	expect(text()).toContain('上次检测');
	press('开始检测');
	expect(measure).toHaveBeenCalledOnce();
});

test('[C4] the tone is answered by the candidate', async () => {
	const answerTone = vi.fn();
	await open(sampleCheck({ sounded: true }), { actions: { ...NO_ACTIONS, answerTone } });
	press('没听到');
	press('听到了');
	expect(answerTone.mock.calls).toEqual([[false], [true]]);
});

test('[C4] the test recording is shown, and closing it removes it', async () => {
	const closeRecording = vi.fn();
	const url = URL.createObjectURL(new Blob(['no film'], { type: 'video/webm' }));
	await open(sampleCheck({ test: { state: 'playing', url } }), {
		actions: { ...NO_ACTIONS, closeRecording }
	});
	expect(document.querySelector('dialog video')?.getAttribute('src')).toBe(url);
	// axe would wait for a film that is none
	await shoot('check-playing-laptop-zh-CN');
	expect(cutTexts()).toEqual([]);
	await userEvent.keyboard('{Escape}');
	expect(closeRecording).toHaveBeenCalledOnce();
});

test('[C4] the room is ticked by the candidate', async () => {
	const tick = vi.fn();
	await open(sampleCheck(), { actions: { ...NO_ACTIONS, tick } });
	const boxes = [...document.querySelectorAll<HTMLInputElement>('aside input[type=checkbox]')];
	expect(boxes.map(({ checked }) => checked)).toEqual([true, true, false, false, false]);
	boxes[2]?.click();
	expect(tick).toHaveBeenCalledWith('light', true);
});

test('[C4] the support call has the number, the code and the text; without an exam it says where to look', async () => {
	const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
	await open(STATES['slow']?.() ?? sampleCheck());
	press('联系技术人员');
	const dialog = document.querySelector('dialog[open]')?.textContent ?? '';
	expect(dialog).toContain('400-000-0000');
	expect(dialog).toContain('7Z3K-Q0MA');
	await expectFit('check-support-laptop-zh-CN');
	press('复制文字');
	await expect.poll(text).toContain('已复制');
	const copied = writeText.mock.calls[0]?.[0] ?? '';
	expect(copied).toContain('上传速度：要处理。测得：1.2 Mbit/s；需要：2.4 Mbit/s 以上。');
	expect(copied).not.toContain('Integrated Camera');
	await open(sampleCheck(), { exam: null });
	press('联系技术人员');
	expect(document.querySelector('dialog[open]')?.textContent).toContain('电话请看准考证');
});

test('[C4] a clipboard that is shut off leaves the text selected', async () => {
	vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('refused'));
	await open(sampleCheck());
	press('联系技术人员');
	press('复制文字');
	await expect.poll(text).toContain('文字已选中');
	expect(document.activeElement?.tagName).toBe('TEXTAREA');
});

test('[C4] on paper there is one page with lines, time and code, and nothing of the screen', async () => {
	await open(STATES['slow']?.() ?? sampleCheck());
	await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
	const printed = [...document.querySelectorAll('section')].find(
		(one) => one.querySelector('ol') !== null && one.checkVisibility()
	);
	expect(printed?.querySelectorAll('li')).toHaveLength(12);
	expect(printed?.textContent).toContain('检测码 7Z3K-Q0MA');
	expect(document.querySelector('aside')?.checkVisibility()).toBe(false);
	// A4 without its margins, at 96 dots to the inch
	expect(printed?.getBoundingClientRect().height).toBeLessThan(1009);
	await shoot('check-print');
});
