// Every page of the candidate in every state, as a person would see it: nothing that axe finds serious, nothing cut
// off, nothing under 16 px, in both languages. With VITE_SHOTS set it also takes their pictures.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Component } from 'svelte';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, show, type Size } from '../../shared/ui/testing/show.ts';
import type { Locale } from '../../shared/i18n.ts';
import AttemptPage from './AttemptPage.svelte';
import { attemptSamples } from './testing/sample-views.ts';
import { recordingActions } from './testing/sample-room.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['laptop', 'en']
];

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

describe.each(VARIANTS)('at %s in %s', (size, locale) => {
	test.each(Object.keys(attemptSamples(null)))('[C16, C18, C20, C24] %s', async (name) => {
		const view = attemptSamples(stream)[name];
		await show(Page, { view, actions: recordingActions() }, { size, locale });
		await expectFit(`${name}-${size}-${locale}`);
	});
});

test.each(VARIANTS)('[C18] the frame never moves, at %s in %s', async (size, locale) => {
	const places = new Set<string>();
	const place = (selector: string): number =>
		Math.round(document.querySelector(selector)?.getBoundingClientRect().top ?? -1);
	for (const view of Object.values(attemptSamples(stream))) {
		if (view.kind !== 'room') continue;
		await show(Page, { view, actions: recordingActions() }, { size, locale });
		places.add(
			`status ${place('footer')}, clock ${place('aside [role=timer]')}, acts ${place('aside .acts')}`
		);
	}
	expect([...places]).toHaveLength(1);
});
