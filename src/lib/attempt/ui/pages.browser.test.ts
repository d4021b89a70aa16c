// Every page of the candidate in every state, as a person would see it: nothing that axe finds serious, nothing cut
// off, nothing under 16 px, in both languages. With VITE_SHOTS set it also takes their pictures.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { flushSync, type Component } from 'svelte';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, show, type Size } from '../../shared/ui/testing/show.ts';
import type { Locale } from '../../shared/i18n.ts';
import AttemptPage from './AttemptPage.svelte';
import type { PageView } from './page-view.ts';
import { SAMPLE_CHAT } from './testing/sample-preparing.ts';
import { attemptSamples } from './testing/sample-views.ts';
import { inRoom, recordingActions } from './testing/sample-room.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['laptop', 'en']
];

/** On a phone's width, or at 200 % zoom, the room is one column: nothing may be cut off there either. */
const SIZES: readonly [Size, Locale][] = [...VARIANTS, ['phone', 'zh-CN']];

let stream: MediaStream;
beforeAll(async () => {
	stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
});
afterAll(() => {
	for (const track of stream.getTracks()) track.stop();
});
beforeEach(() => {
	for (const level of ['warn', 'error'] as const)
		vi.spyOn(console, level).mockImplementation((...words) => {
			expect.fail(`console.${level}: ${words.join(' ')}`);
		});
});
afterEach(async () => {
	await clear();
	vi.restoreAllMocks();
});

describe.each(SIZES)('at %s in %s', (size, locale) => {
	test.each(Object.keys(attemptSamples(null)))(
		'[C8, C10, C13, C14, C16, C17, C18, C20, C24] %s',
		async (name) => {
			const view = attemptSamples(stream)[name];
			await show(Page, { view, actions: recordingActions() }, { size, locale });
			await expectFit(`${name}-${size}-${locale}`);
		}
	);
});

/** Pages with something opened by a click. */
const OPENED: Record<string, { view: () => PageView; open: string }> = {
	help: {
		open: '求助|Help',
		view: () => inRoom({ ...roomOf('answer-offline'), chat: SAMPLE_CHAT, notices: [] })
	},
	'help-phone': {
		open: '求助|Help',
		view: () => attemptSamples(stream)['answer-phone-interrupted'] as PageView
	},
	'help-empty': { open: '求助|Help', view: () => attemptSamples(stream)['process'] as PageView },
	'help-over': { open: '求助|Help', view: () => attemptSamples(stream)['upload'] as PageView },
	video: { open: '视频指引|Help video', view: () => attemptSamples(stream)['wait'] as PageView },
	dispute: {
		open: '信息有误|Something is wrong',
		view: () => attemptSamples(stream)['information'] as PageView
	},
	'gate-devices': {
		open: '更换设备|Change',
		view: () => attemptSamples(stream)['gate-ready'] as PageView
	},
	'phone-rail': {
		open: '佐证手机，拍摄中，查看|Phone: Filming. Show details',
		view: () => attemptSamples(stream)['answer-phone'] as PageView
	},
	'phone-rail-interrupted': {
		open: '佐证手机，中断.*|Phone: Off.*',
		view: () => attemptSamples(stream)['answer-phone-interrupted'] as PageView
	},
	'phone-rail-cut-off': {
		open: '佐证手机，本机断网.*|Phone: Offline here.*',
		view: () => attemptSamples(stream)['answer-phone-cut-off'] as PageView
	},
	'phone-rail-code': {
		open: '佐证手机，拍摄中，查看|Phone: Filming. Show details',
		view: () => attemptSamples(stream)['answer-phone-replacing'] as PageView
	},
	'phone-enlarged': {
		open: '放大|Enlarge',
		view: () => attemptSamples(stream)['phone-waiting'] as PageView
	},
	'phone-replace': {
		open: '换一部手机|Use another phone',
		view: () => attemptSamples(stream)['phone-filming'] as PageView
	},
	'pledge-typed': {
		open: '输入姓名|Type my name',
		view: () => attemptSamples(stream)['pledge'] as PageView
	}
};

const roomOf = (name: string) => {
	const view = attemptSamples(stream)[name];
	if (view?.kind !== 'room') throw new Error(name);
	return view.room;
};

function press(words: string): void {
	const wanted = new RegExp(`^(${words})$`);
	const found = [...document.querySelectorAll<HTMLElement>('button, label')].find((element) =>
		wanted.test(element.getAttribute('aria-label') ?? element.textContent.trim())
	);
	found?.click();
	flushSync();
}

describe.each(SIZES)('opened, at %s in %s', (size, locale) => {
	test.each(Object.keys(OPENED))('[C13, C14, C17, C18, C21] %s', async (name) => {
		const { view, open } = OPENED[name] as (typeof OPENED)[string];
		await show(Page, { view: view(), actions: recordingActions() }, { size, locale });
		press(open);
		await expectFit(`open-${name}-${size}-${locale}`);
	});
});

test.each(VARIANTS)('[C18] the frame never moves, at %s in %s', async (size, locale) => {
	const places = new Map<string, string>();
	const place = (selector: string): number =>
		Math.round(document.querySelector(selector)?.getBoundingClientRect().top ?? -1);
	for (const [name, view] of Object.entries(attemptSamples(stream))) {
		if (view.kind !== 'room') continue;
		await show(Page, { view, actions: recordingActions() }, { size, locale });
		places.set(
			`status ${place('footer')}, clock ${place('aside [role=timer]')}, acts ${place('aside .acts')}`,
			name
		);
	}
	expect([...places].length, String([...places].join('; '))).toBe(1);
});
