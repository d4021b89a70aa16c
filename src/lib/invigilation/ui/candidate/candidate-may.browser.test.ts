// What a person may on the page of one candidate (I2): what is not theirs is not there, and what changes takes effect.
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page as browser } from 'vitest/browser';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../../shared/ui/testing/show.ts';
import { err, ok } from '../../../shared/result.ts';
import { fakeWorld, plainJpeg } from '../../testing/fake-candidate.ts';
import { ATTEMPT, NOW, sampleCandidate } from '../../testing/sample-candidate.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

/** The page looks every second. */
const SOON = { timeout: 5000 };

const panel = (text: string) =>
	createRawSnippet(() => ({ render: () => `<section>${text}</section>` }));

async function open(view = sampleCandidate()) {
	const world = fakeWorld(() => NOW, await plainJpeg());
	world.answer((after) => ok({ ...view, lines: view.lines.filter(({ seq }) => seq > after) }));
	const page = new CandidateController(view, world);
	const panels = { chat: panel('chat panel'), acts: panel('acts panel') };
	await show(CandidatePage, { page, onback: () => {}, ...panels });
	return { world, page };
}

const text = (): string => document.body.innerText;
const wide = (words: string): boolean => text().includes(words);

test('[I2] whose session is over is told so, and nothing is asked any more until they come back', async () => {
	const { world, page } = await open();
	world.answer(() => err('access.login-required'));
	page.readAgain();
	await expect.element(browser.getByText(/不再更新/)).toBeVisible();
	world.said.length = 0;
	page.readAgain();
	await new Promise((later) => setTimeout(later, 600));
	expect(world.said).toEqual([]);
});

test('[I2] whose session is over finds the way to log in, and comes back to a page that goes on', async () => {
	const { world, page } = await open();
	world.answer(() => err('access.login-required'));
	page.readAgain();
	const link = browser.getByRole('link', { name: '重新登录' });
	await expect.element(link).toHaveAttribute('target', '_blank');
	await expect.element(link).toHaveAttribute('href', expect.stringMatching(/^\/\?next=/));
	// both windows stand side by side: this one was visible all the time
	world.answer(() => ok(sampleCandidate('invigilator', { lines: [], watched: true })));
	window.dispatchEvent(new FocusEvent('focus'));
	await expect.poll(() => page.view.watched).toBe(true);
	expect(page.refused).toBeNull();
	await expect.element(link).not.toBeInTheDocument();
});

test('[I2] who may not see it any more is told so, and not asked for a login or asked for again when they look at it', async () => {
	const { world, page } = await open();
	world.answer(() => err('access.denied'));
	page.readAgain();
	await expect.element(browser.getByText(/权限恢复/)).toBeVisible();
	expect(text()).not.toContain('登录后');
	await expect.element(browser.getByRole('link', { name: '重新登录' })).not.toBeInTheDocument();
	expect(await seriousFaults()).toEqual([]);
	world.said.length = 0;
	window.dispatchEvent(new FocusEvent('focus'));
	await new Promise((later) => setTimeout(later, 600));
	expect(world.said).toEqual([]);
	expect(page.refused).toBe('access.denied');
});

test('[I2] what the server does not know any more is told as that, not as a server that is away', async () => {
	const { world, page } = await open();
	world.answer(() => err('attempt.not-found'));
	page.readAgain();
	await expect.element(browser.getByText(/更早的备份/)).toBeVisible();
	expect(/连不上|登录后|权限恢复|请重新登录/.exec(text())).toBeNull();
	expect(text()).toContain('测试考生丙');
	expect(cutTexts()).toEqual([]);
	expect(await seriousFaults()).toEqual([]);
	await shoot('candidate-gone');
});

test('[I2] what is allowed while the page is open takes effect, and what is no longer ends', async () => {
	const { world, page } = await open(sampleCandidate('administrator'));
	const told = (role: 'invigilator' | 'administrator'): void => {
		world.answer(() => ok(sampleCandidate(role, { lines: [] })));
		page.readAgain();
	};
	const pictures = (): number => document.querySelectorAll('figure[data-track] img').length;
	const looks = (): string[] => world.said.filter((said) => said.startsWith('look'));
	expect([looks(), pictures()]).toEqual([[], 0]);
	told('invigilator');
	await expect.poll(looks, SOON).toEqual([`look ${ATTEMPT}`]);
	await expect.poll(pictures, SOON).toBe(3);
	told('administrator');
	await expect.poll(looks, SOON).toEqual([`look ${ATTEMPT}`, 'look ']);
	expect(pictures()).toBe(0);
});

test('[I2] an administrator acts and reads, and sees no picture, film or way to it', async () => {
	const { world } = await open(sampleCandidate('administrator'));
	expect(document.querySelectorAll('figure[data-track], video')).toHaveLength(0);
	expect(world.said.filter((said) => /picture|look/.test(said))).toEqual([]);
	expect(wide('看环拍') || wide('回看录像')).toBe(false);
	expect(wide('密切关注') && wide('chat panel')).toBe(true);
	// who confirms who it is must see who it should be
	expect(wide('报名照片')).toBe(true);
	expect(await seriousFaults()).toEqual([]);
	await shoot('candidate-administrator');
});

test('[I2] an auditor sees, and does nothing', async () => {
	const { world } = await open(sampleCandidate('auditor', { watched: true }));
	expect(world.said).toContain(`look ${ATTEMPT}`);
	expect(wide('密切关注中')).toBe(true);
	await expect.element(browser.getByRole('button', { name: '密切关注' })).not.toBeInTheDocument();
	expect(wide('acts panel')).toBe(false);
	const link = browser.getByRole('link', { name: '回看录像' });
	await expect.element(link).toHaveAttribute('href', `/proctor/attempts/${ATTEMPT}/review`);
	// a pointer that passes over it must be no look at the recording
	await expect.element(link).toHaveAttribute('data-sveltekit-preload-data', 'false');
});
