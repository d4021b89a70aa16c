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
import type { CandidateDesk } from '../../candidate-view.ts';
import { fakeWorld } from '../../testing/fake-candidate.ts';
import { ATTEMPT, incident, line, NOW, sampleDesk, T } from '../../testing/sample-desk.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

/** A picture that is plainly there. */
async function picture(): Promise<Blob> {
	const canvas = new OffscreenCanvas(320, 240);
	const context = canvas.getContext('2d');
	if (context) context.fillStyle = '#7e94a0';
	context?.fillRect(40, 40, 240, 160);
	return canvas.convertToBlob({ type: 'image/jpeg' });
}

const panel = (text: string) =>
	createRawSnippet(() => ({ render: () => `<section>${text}</section>` }));

async function open(
	desk: CandidateDesk = sampleDesk(),
	{ size, locale, now = NOW }: { size?: Size; locale?: 'en'; now?: number } = {}
) {
	const world = fakeWorld(() => now, await picture());
	world.answer((after) => ok({ ...desk, lines: desk.lines.filter(({ seq }) => seq > after) }));
	const page = new CandidateController(desk, world);
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
	['laptop', 'en']
])('[I2] everything has its place at %s %s', async (size, locale) => {
	await open(sampleDesk(), { size, ...(locale ? { locale } : {}) });
	await expect.poll(() => document.querySelectorAll('figure[data-track] img').length).toBe(3);
	expect(cutTexts()).toEqual([]);
	expect(await seriousFaults()).toEqual([]);
	await shoot(`candidate-${size}${locale ?? ''}`);
});
