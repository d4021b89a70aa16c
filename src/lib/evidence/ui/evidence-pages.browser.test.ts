// Every page of the phone in every state, as a person would see it: nothing that axe finds serious, nothing cut off,
// nothing under 16 px, nothing too small for a finger. With VITE_SHOTS set it also takes their pictures.
import type { Component } from 'svelte';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Locale } from '../../shared/i18n.ts';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, cutTexts, shoot, show, type Size } from '../../shared/ui/testing/show.ts';
import EvidencePage from './EvidencePage.svelte';
import { evidenceSamples } from './testing/sample-evidence.ts';
import { recordingActions } from './testing/sample-phone.ts';

const Page = EvidencePage as unknown as Component<Record<string, unknown>>;
const NAMES = Object.keys(evidenceSamples(null));
const VARIANTS: readonly [Size, Locale][] = [
	['phone', 'zh-CN'],
	['phone-small', 'zh-CN'],
	['phone-small', 'en'],
	['phone-lying', 'zh-CN']
];
const TOUCH_PX = 44;

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

const showSample = (name: string, size: Size, locale: Locale = 'zh-CN'): Promise<void> =>
	show(
		Page,
		{ view: evidenceSamples(stream)[name], actions: recordingActions() },
		{ size, locale }
	);

/** What a finger presses and would miss. */
function smallTargets(): string[] {
	return [...document.body.querySelectorAll<HTMLElement>('button, a, input, summary')]
		.filter((element) => {
			const { width, height } = element.getBoundingClientRect();
			return width < TOUCH_PX || height < TOUCH_PX;
		})
		.map((element) => element.outerHTML.slice(0, 120));
}

describe.each(VARIANTS)('at %s in %s', (size, locale) => {
	test.each(NAMES)('[P1, P2, P3, P4, P5, P6, C19] %s', async (name) => {
		await showSample(name, size, locale);
		await expectFit(`${name}-${size}-${locale}`);
		expect.soft(smallTargets()).toEqual([]);
		expect.soft(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
		expect.soft(document.querySelectorAll('h1')).toHaveLength(1);
		expect.soft(document.querySelectorAll('button.primary').length).toBeLessThanOrEqual(1);
	});
});

test.each(['sweep-turn', 'place', 'film', 'check-ready'])(
	'[P2, P3, P4] on a tablet: %s',
	async (name) => {
		await showSample(name, 'tablet');
		await expectFit(`${name}-tablet`);
	}
);

const SIZES_OF_TYPE = ['--t-body', '--t-lead', '--t-h1', '--t-h2', '--t-h3', '--t-big'];

test.each(NAMES)('text at 200 %% is not cut off: %s', async (name) => {
	await showSample(name, 'phone');
	for (const element of document.querySelectorAll<HTMLElement>(':root, .phone')) {
		const style = getComputedStyle(element);
		const sizes = SIZES_OF_TYPE.map((size) => parseFloat(style.getPropertyValue(size)));
		SIZES_OF_TYPE.forEach((size, at) => {
			element.style.setProperty(size, `${String(2 * (sizes[at] ?? 0))}px`);
		});
	}
	await shoot(`${name}-large-text`);
	expect(cutTexts()).toEqual([]);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
	document.documentElement.removeAttribute('style');
});
