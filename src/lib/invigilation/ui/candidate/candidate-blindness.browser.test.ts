// The page of one candidate where something is not seen: its own blindness, a silent candidate, a missing picture (I2).
import { afterEach, describe, expect, test } from 'vitest';
import { page as browser } from 'vitest/browser';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../../shared/ui/testing/show.ts';
import { err, ok } from '../../../shared/result.ts';
import { fakeWorld, plainJpeg } from '../../testing/fake-candidate.ts';
import { NOW, sampleCandidate } from '../../testing/sample-candidate.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

const text = (): string => document.body.innerText;

describe('[I2] what the page does not see', () => {
	/** Whose clock goes on, far faster than ours. */
	async function opened(view = sampleCandidate()) {
		let now = NOW;
		const world = fakeWorld(() => now, await plainJpeg());
		const read = (at: number) => ok({ ...view, now: at, lines: [] });
		world.answer(() => read(NOW));
		const page = new CandidateController(view, world);
		await show(CandidatePage, { page, onback: () => {} });
		await expect.poll(() => document.querySelectorAll('figure[data-track] img').length).toBe(3);
		const passed = async (ms: number): Promise<void> => {
			now = NOW + ms;
			await expect.poll(() => page.now).toBe(now);
		};
		return { world, page, passed, read };
	}

	test('its own blindness is no silence of the candidate’s', async () => {
		const { world, page, passed } = await opened();
		world.answer(() => err('server.unreachable'));
		world.events().stateChanged({ state: 'blind', since: NOW });
		page.readAgain();
		await passed(90_000);
		await expect.element(browser.getByText(/起没有新的消息/)).toBeVisible();
		// how old the pictures are is true whoever sees nothing
		await expect.poll(text).toContain('1 分 32 秒前');
		expect(text()).not.toContain('断线');
		expect(document.querySelector('dd.danger')).toBeNull();
		expect(await seriousFaults()).toEqual([]);
	});

	test('nor is it where nothing was read, for the page lay behind others', async () => {
		const { passed } = await opened();
		await passed(90_000);
		expect(text()).not.toContain('断线');
	});

	test('what was read says that somebody is cut off, also where sockets are blocked', async () => {
		const { world, page, passed, read } = await opened();
		world.events().stateChanged({ state: 'blind', since: NOW });
		await passed(60_000);
		world.answer(() => read(NOW + 60_000));
		page.readAgain();
		await expect.poll(text).toContain('断线 1 分 02 秒');
	});
});

test('[I2] where no picture is, or only an old one, it says why', async () => {
	const figure = (track: string) =>
		document.querySelector<HTMLElement>(`figure[data-track="${track}"]`)?.innerText ?? '';
	const devices = {
		...sampleCandidate().devices,
		...{ desktop: { at: NOW - 125_000, report: null }, phone: 'interrupted' as const }
	};
	const world = fakeWorld(() => NOW);
	world.answer(() => ok(sampleCandidate('invigilator', { devices, lines: [] })));
	const page = new CandidateController(sampleCandidate('invigilator', { devices }), world);
	await show(CandidatePage, { page, onback: () => {} });
	await expect.poll(() => figure('camera')).toBe('摄像头断线');
	expect(figure('evidence')).toBe('佐证手机中断');
	page.pictures.pushed('camera', NOW - 130_000, await plainJpeg());
	await expect.poll(() => figure('camera')).toContain('摄像头断线');
	expect(figure('camera')).toContain('2 分 10 秒前');
	expect(cutTexts()).toEqual([]);
	await shoot('candidate-no-pictures');
});
