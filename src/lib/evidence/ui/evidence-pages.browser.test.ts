// Every page of the phone in every state, as a person would see it: nothing that axe finds serious, nothing cut off,
// nothing under 16 px, nothing too small for a finger. With VITE_SHOTS set it also takes their pictures.
import en from '#messages/en/evidence.json' with { type: 'json' };
import zh from '#messages/zh-CN/evidence.json' with { type: 'json' };
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
/** One of each page, where its layout differs. */
const PAGES = [
	...[
		'unsupported',
		'scan-looking',
		'offer-replaces',
		'check-ready',
		'check-refused',
		'sweep-turn'
	],
	...['sweep-done', 'place', 'film', 'film-interrupted', 'film-over', 'film-key', 'finish-failed']
];
/** The longest words on the smallest phone, and everything once in Chinese. */
const VARIANTS: readonly [Size, Locale, readonly string[]][] = [
	['phone', 'zh-CN', NAMES],
	['phone-small', 'en', NAMES],
	['phone-small', 'zh-CN', PAGES],
	['phone-lying', 'zh-CN', PAGES],
	['tablet', 'zh-CN', PAGES]
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

/** The key's page is fetched when it is wanted; until then the film's stands there. */
const KEY_TITLES = [zh['evidence.key.title'], en['evidence.key.title']];

async function showSample(name: string, size: Size, locale: Locale = 'zh-CN'): Promise<void> {
	const props = { view: evidenceSamples(stream)[name], actions: recordingActions() };
	await show(Page, props, { size, locale });
	const heading = (): string => document.querySelector('h1')?.textContent.trim() ?? '';
	const isThere = (): boolean =>
		name.startsWith('film-key') ? KEY_TITLES.includes(heading()) : heading() !== '';
	await expect.poll(isThere).toBe(true);
}

/** What a finger presses and would miss. */
function smallTargets(): string[] {
	return [...document.body.querySelectorAll<HTMLElement>('button, a, input, summary')]
		.filter((element) => {
			const { width, height } = element.getBoundingClientRect();
			return width < TOUCH_PX || height < TOUCH_PX;
		})
		.map((element) => element.outerHTML.slice(0, 120));
}

describe.each(VARIANTS)('at %s in %s', (size, locale, names) => {
	test.each(names)('[P1, P2, P3, P4, P5, P6, C19] %s', async (name) => {
		await showSample(name, size, locale);
		await expectFit(`${name}-${size}-${locale}`);
		expect.soft(smallTargets()).toEqual([]);
		expect.soft(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
		expect.soft(document.querySelectorAll('h1')).toHaveLength(1);
		expect.soft(document.querySelectorAll('button.primary').length).toBeLessThanOrEqual(1);
	});
});

const SIZES_OF_TYPE = ['--t-body', '--t-lead', '--t-h1', '--t-h2', '--t-h3', '--t-big'];

/** Text alone, as a person's own setting does it; the window stays. */
function doubleText(): void {
	const places = [...document.querySelectorAll<HTMLElement>(':root, .phone')];
	const sizes = places.map((place) => {
		const style = getComputedStyle(place);
		return SIZES_OF_TYPE.map(
			(size) => [size, 2 * parseFloat(style.getPropertyValue(size))] as const
		);
	});
	places.forEach((place, at) => {
		for (const [size, px] of sizes[at] ?? []) place.style.setProperty(size, `${String(px)}px`);
	});
}

test.each(PAGES)('[P2] text twice as large is not cut off: %s', async (name) => {
	await showSample(name, 'phone');
	doubleText();
	await shoot(`${name}-large-text`);
	expect(cutTexts()).toEqual([]);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
	document.documentElement.removeAttribute('style');
});
