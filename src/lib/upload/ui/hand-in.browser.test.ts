// Both sides of the hand-in in every state, as a person sees them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Component } from 'svelte';
import type { Locale } from '../../shared/i18n.ts';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../shared/ui/testing/show.ts';
import { HAND_IN_STATES, HAND_IN_TAKE_STATES } from '../testing/hand-in-samples.ts';
import HandIn from './HandIn.svelte';
import HandInTake from './HandInTake.svelte';

type Any = Component<Record<string, unknown>>;
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
	vi.restoreAllMocks();
});

async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}

describe.each(VARIANTS)('at %s in %s', (size, locale) => {
	test.each(Object.keys(HAND_IN_STATES))('[C24] saving the file: %s', async (name) => {
		await show(
			HandIn as unknown as Any,
			{ state: HAND_IN_STATES[name], onstart: () => {} },
			{ size, locale }
		);
		await expectFit(`hand-in-${name}-${size}-${locale}`);
	});

	test.each(Object.keys(HAND_IN_TAKE_STATES))('[C24] taking it in: %s', async (name) => {
		const props = { state: HAND_IN_TAKE_STATES[name], onfile: () => {}, oncancel: () => {} };
		await show(HandInTake as unknown as Any, props, { size, locale });
		await expectFit(`hand-in-take-${name}-${size}-${locale}`);
	});
});

test('[C24] a dropped file is taken, also again, but not while another is on its way', async () => {
	const onfile = vi.fn();
	const file = new File(['x'], '对面.duimian');
	const drop = (): void => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(file);
		window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
	};
	const props = { onfile, oncancel: () => {} };
	await show(HandInTake as unknown as Any, { ...props, state: HAND_IN_TAKE_STATES['idle'] });
	drop();
	await show(HandInTake as unknown as Any, { ...props, state: HAND_IN_TAKE_STATES['taken'] });
	drop();
	expect(onfile).toHaveBeenCalledTimes(2);
	expect(onfile.mock.calls[0]?.[0]).toMatchObject({ name: '对面.duimian' });
	await show(HandInTake as unknown as Any, { ...props, state: HAND_IN_TAKE_STATES['sending'] });
	drop();
	expect(onfile).toHaveBeenCalledTimes(2);
});

test('[C24] what a damaged file lacks stands in words, part by part', async () => {
	const props = { state: HAND_IN_TAKE_STATES['partly'], onfile: () => {}, oncancel: () => {} };
	await show(HandInTake as unknown as Any, props);
	expect(document.querySelectorAll('tbody tr')).toHaveLength(8);
	expect(document.body.textContent).toContain('还差 6 段，共 8 段');
	expect(document.body.textContent).toContain('请从考生的电脑或原来的 U 盘重新复制一份再交');
});
