// What calls staff back to the page of one candidate: title, sound, and the panels that look again by themselves (I2, I3).
import { afterEach, expect, test, vi } from 'vitest';
import { page as browser } from 'vitest/browser';
import { ok } from '../../../shared/result.ts';
import { clear, cutTexts, show } from '../../../shared/ui/testing/show.ts';
import type { CandidateView } from '../../candidate-view.ts';
import { fakeWorld } from '../../testing/fake-candidate.ts';
import { incident, line, NOW, sampleCandidate } from '../../testing/sample-candidate.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

async function open() {
	const world = fakeWorld(() => NOW);
	world.answer(() => ok(sampleCandidate('invigilator', { lines: [] })));
	const page = new CandidateController(sampleCandidate(), world);
	await show(CandidatePage, { page, onback: () => {} });
	return { world, page };
}

test('[I3] panels on the same socket are asked to look again every five seconds', async () => {
	const { page } = await open();
	const again = vi.fn();
	const leave = page.listen({ heard: () => {}, connected: () => {}, again });
	await expect.poll(() => again.mock.calls.length, { timeout: 12_000 }).toBe(1);
	leave();
});

test('[I3] the title counts the messages that the server says have no answer', async () => {
	const { world, page } = await open();
	await expect.poll(() => document.title).toMatch(/^测试考生丙/);
	let seq = 8;
	const say = async (type: string, unread: number, data = {}): Promise<void> => {
		const one = line(++seq, type, NOW, { data });
		world.answer((after) =>
			ok(
				sampleCandidate('invigilator', {
					seq: one.seq,
					unread,
					lines: after < one.seq ? [one] : []
				})
			)
		);
		page.readAgain();
		await expect.poll(() => page.lines.at(-1)?.seq).toBe(one.seq);
	};
	await say('help.sent', 1);
	await say('help.sent', 2);
	await expect.poll(() => document.title).toMatch(/^\(2\) 测试考生丙/);
	await say('help.answered', 2, { broadcast: 'b' });
	await expect.poll(() => document.title).toMatch(/^\(2\) 测试考生丙/);
	await say('help.answered', 0);
	await expect.poll(() => document.title).toMatch(/^测试考生丙/);
});

test('[I3] a sound, off until a press, for a new message and a new serious incident of this candidate', async () => {
	const { world, page } = await open();
	const sounds = () => world.said.filter((said) => said.startsWith('sound'));
	const next = async (view: Partial<CandidateView>): Promise<void> => {
		world.answer((after) => {
			const lines = (view.lines ?? []).filter(({ seq }) => seq > after);
			return ok(sampleCandidate('invigilator', { ...view, lines }));
		});
		const before = world.said.length;
		page.readAgain();
		await expect.poll(() => world.said.slice(before).some((said) => /^view/.test(said))).toBe(true);
	};
	// what the page was opened with is announced to nobody
	await next({});
	expect(sounds()).toEqual([]);
	await browser.getByRole('button', { name: '提示音已关' }).click();
	await next({ seq: 9, unread: 1, lines: [line(9, 'help.sent', NOW)] });
	await next({ seq: 9, unread: 1, lines: [line(9, 'help.sent', NOW)] });
	const { incidents } = sampleCandidate();
	await next({
		seq: 9,
		unread: 1,
		incidents: [...incidents, incident('noted', { severity: 'note' })]
	});
	expect(sounds()).toEqual(['sound on', 'sound play']);
	await next({
		seq: 9,
		unread: 1,
		incidents: [...incidents, incident('fresh', { severity: 'serious' })]
	});
	expect(sounds()).toEqual(['sound on', 'sound play', 'sound play']);
	await browser.getByRole('button', { name: '提示音已开' }).click();
	expect(sounds().at(-1)).toBe('sound off');
});

test('[I2] [C33] a phone that does not film stands with the incidents, and calls once it is serious', async () => {
	const { world, page } = await open();
	const off = (severity: 'note' | 'attention' | 'serious'): CandidateView['phoneNow'] => ({
		...{ key: null, kind: severity === 'note' ? 'phone-silent' : 'phone-interrupted' },
		...{ severity, from: NOW - 60_000, until: null }
	});
	const next = async (phoneNow: CandidateView['phoneNow']): Promise<void> => {
		world.answer(() => ok(sampleCandidate('invigilator', { incidents: [], lines: [], phoneNow })));
		page.readAgain();
		await expect.poll(() => page.view.phoneNow?.severity).toBe(phoneNow?.severity);
	};
	const shown = () => document.querySelector('[data-phone-now]');
	await browser.getByRole('button', { name: '提示音已关' }).click();
	await next(off('note'));
	expect(shown()).toBeNull();
	await next(off('attention'));
	await expect.poll(() => shown()?.getAttribute('data-state')).toBe('attention');
	expect(world.said).not.toContain('sound play');
	await next(off('serious'));
	await expect.poll(() => shown()?.getAttribute('data-state')).toBe('danger');
	expect(shown()?.textContent).toContain('佐证手机中断');
	expect(cutTexts()).toEqual([]);
	expect(world.said.filter((said) => said === 'sound play')).toHaveLength(1);
});

test('[I2] a page that is not seen looks again by itself only while its sound is on', async () => {
	const { world, page } = await open();
	const again = vi.fn();
	page.listen({ heard: () => {}, connected: () => {}, again });
	const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
	const readings = () => world.said.filter((said) => said.startsWith('view')).length;
	const before = readings();
	await new Promise((later) => setTimeout(later, 5500));
	expect(readings()).toBe(before);
	// how long a phone has not filmed is in no log: nobody would say that it became serious
	await browser.getByRole('button', { name: '提示音已关' }).click();
	await expect.poll(readings, { timeout: 12_000 }).toBeGreaterThan(before);
	expect(again).not.toHaveBeenCalled();
	seen.mockRestore();
});
